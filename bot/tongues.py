"""What finding must know of a language: the words that only lead up to a question, the small words, and the endings.

All words stand as `plain` of bot/spelling.py leaves them, without capitals, accents and signs: "på" is "pa".
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language, as finding needs it."""

    leads: str  # a pattern of what comes before the thing that is asked about: "can you", "tell me about"
    tails: str  # and of what comes after it: "please", "mean"
    stop: str  # words that say how something is asked and not what it is about
    light: str  # words that say a little of what it is about, and stand in questions of every kind
    endings: str  # what is cut off a word, the first that fits; after a > what is put there instead
    spellings: tuple[tuple[str, str], ...]  # patterns of what is spelt in two ways, and the one kept
    suffixes: str  # what makes a word a noun, an adjective or a verb, longest first
    kept: tuple[str, ...] = ()  # beginnings of words that keep their suffixes
    doubled: str = (
        ""  # letters that stay doubled when an ending is cut off; none where letters are not doubled before it
    )
    long: tuple[str, ...] = ()  # endings after which a second one may stand


ENGLISH: Final = Tongue(
    leads=(
        r"please|hi|hello|hey|ok|so|and|coreflect|can you|could you|would you|can i|id like to know|i want to know"
        r"|tell (?:me|us)(?: more)?(?: about)?|explain(?: to (?:me|us))?|describe|define|definition of"
        r"|(?:the )?meaning of|help me understand|more about|about|info(?:rmation)? on|remind me"
        r"|i dont (?:get|understand)|difference between|whats|what (?:is|are|was|were)"
        r"|what do(?:es)? (?:you |we |they )?mean by|what does|what do|who(?:s| is| are)|how do(?:es)?|how"
        r"|is there(?: such a thing as)?|why (?:do|does|is|are)|meant by|the idea of|the concept of|the practice of"
        r"|the role of|the term|the word|a|an|the"
    ),
    tails=(
        r"please|means?|meaning|mean here|explained|explain|definition|do|does|work|works|to me|thanks|thank you"
        r"|about|for|here|then|again|in this|in coproduction|what do you mean|what is (?:that|it|this)"
    ),
    stop="""
        a about am an and any anyone anything are arent as at be because been being but by can cannot cant could couldnt
        did didnt do does doesnt doing dont else even ever for from get gets getting give given go goes going got had
        has hasnt have having he her here him his how i id if ill im in into is isnt it its ive just keep let like may
        me mean means meant might more most much must my no not of off oh ok on one only onto or other our out over
        please really s same she should so some somebody someone something such t tell than that thats the their them
        then there these they theyre theyve thing things this those to too u up us very was way ways we well were weve
        what whats when where which while who whos whose why will with without wont would yes yet you your youre
    """,
    light="""
        actually after again all always ask asked away back bad before best better big bit both bring call called change
        come comes coming day different doing done each end enough every everybody everyone everything feel feels few
        find first folk good great happen happens help here idea ideas involved just keep kind kinds know last least
        less like little long look looking lot lots main make makes making many matter need needs never new next nobody
        none nothing now often other others own part people person point put ready real reason right round run say see
        seems set show side someone sort start still stop stuff sure take takes talk team think time times together top
        toward try trying turn understand use used want wants whole without word work working works worth wrong year
    """,
    endings="ies>y ing ed es s e",
    # British and American spelling, brought to one: "organise" and "organize", "labour" and "labor".
    spellings=(
        (r"is(?=(?:e[drs]?|ing|ation|ations|er|ers)$)", "iz"),
        (r"our(?=s|ed|ing|ly|hood|able|$)", "or"),
    ),
    suffixes="""
        ization ational fulness iveness ication ation ition ician ative ement ment ness ance ence anc enc able ible abl
        ibl ativ tion sion ship ical ity ive ful ist ism ant ent ary ory ion ate eer ize iz iv al er or ic at ly y e
        """,
    kept=("communit",),  # a "community" is no "communication", though they look alike
    doubled="aeiouls",
    long=("s",),
)

SWEDISH: Final = Tongue(
    leads=(
        r"snalla|hej|hejsan|ok|sa|och|coreflect|kan du|kan ni|skulle du kunna|jag vill veta|jag undrar|vet du"
        r"|beratta(?: for (?:mig|oss))?(?: mer)?(?: om)?|forklara(?: for (?:mig|oss))?|beskriv|definiera|definition av"
        r"|definitionen av|(?:meningen|betydelsen) av|mer om|om|information om|jag forstar inte|skillnaden mellan"
        r"|vad (?:ar|var|heter|innebar|betyder)(?: det| en| ett)?|vad menas med|vad menar (?:du|ni|man|vi) med"
        r"|vad (?:gor|gjorde)|vem ar|vilka ar|hur|varfor|finns det|iden om|begreppet|ordet|rollen som|en|ett|den|det"
    ),
    tails=(
        r"tack|snalla|betyder|innebar|menas|for nagot|egentligen|har|da|igen|nu|ar det|i det har|i samskapande"
        r"|gor|fungerar|vad (?:ar|betyder) det"
    ),
    stop="""
        alltsa an anda att av bara bli blir blev da dar de dem den denna deras dess dessa det detta dig din dina ditt
        dock du efter eftersom ej eller en er era ert ett fa far fick finns for fran ga gar ge ger ha hade han har hans
        henne hennes hit hon honom hur i in inte ja jag ju kan kanske kunde kunna lite man med medan mej mer mest mig
        min mina mitt mot mycket nar nej ni nog nu nagon nagot nagra och ocksa om oss pa redan sa samma sedan sej sig
        sin sina sitt ska skall skulle som sadan saker sak ta tar till tror ut under upp utan vad var vara varfor varit
        varje vart vara ve vem vems vi vid vilka vilken vilket vill vore vet at ar aven
    """,
    light="""
        alla allt alltid andra annan annat anser basta battre behov behover bra bort borja borjar bor del ens enda fler
        flera folk forst forsta fraga fragor fatt galler gang ganger ge gjort gor gora hander hela helst hjalp hjalpa
        hjalper igen ihop ingen inget inga kanns kanner kommer komma lika lange langre lar ledde ledigt manga maste nya
        ny olika ordna person personer ratt sager saga samt sida sist sista sitter slag slut snart stor stora stort tid
        tillsammans tycker tanka tanker team vagar vanlig viktig viktigt viktigaste verkar visa vilja arbeta arbetar
        arbete arbetet anvanda aldrig manniskor
    """,
    endings="""
        heterna heten heter arnas ernas ornas andet ande ende erna arna orna ena ern aren aste ades ade are ast ets ens
        ans het ats at ad ar er or en et na te de as es a e s
        """,
    spellings=(),
    suffixes="ningar ningen ning ation ationer isk iskt ande ende else elser skap lig ligt bar het is",
    kept=(),
    doubled="aeiou",
)

TONGUES: Final = {"en": ENGLISH, "sv": SWEDISH}
"""The languages that finding knows of; it goes by English in others, which cuts off little that is not an ending."""
