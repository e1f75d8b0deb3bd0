"""Words that are, or look like, somebody's name and yet mostly mean something else, by language.

Chosen by holding the words people use most against given names, short names and surnames. A word here is taken for a
name only where its capital letter says so; what any sentence may begin with, not even at the beginning of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_ENGLISH_GRAMMAR: Final = """
    a about after again all also always am an and any anyone are as at back be because been before both but by came
    can come could day did do does done down each either else even ever every few first for from gave get go god good
    got had half has have he her here hers him his how however i if in instead into is it its just last least less let
    like little long look lot made many me mean men mine more most much must my near need never new next nice no none
    nor not now of off oh ok on once one only open or other our ours out over own past per please put same saw say see
    seen several shall she should since so some soon still such sure take ten than thanks that the their them then
    there these they this those though time to today told too took top true try two under until up upon us very was
    way we well went were what when where which while who why with won yes yet you young your
"""
_ENGLISH_WORDS: Final = """
    able ace act age ages aid aim air ally amber angel angels ant ants app archive archives arena arising arm art ash
    autumn backer backers bake baker bakery banker barb barber barker bars bass bat bath bay bean beck bell bells belt
    bent berry best bias bill bills bin bird bishop bit bites blade blue bond bonds book books boss bow boy brand
    bread breath bridge bridges bright britain broadly broke broker brokers brook brooks brother brown bud buddy bush
    butler buy cage cal call camp candy cap car card care carer carers caring carr carriage carried carrier carriers
    carries carry case cash cat cent chairs chance change changes chant chapel char charge charges charity charm
    charter charters chase chat cherry chess chic chick chicken child chip choice christ christian christians
    christmas chuck clan clarity clark clay clear cliff cliffs close club coach come con cook cool cooper cooperation
    copper core corn cost cots counts courage court courtesy cow crane crisp cross crystal cups curtains dale dam
    dance dare dash data dawn deal dean dear death den denial dense dial dice dick dig dish dollar don donation dot
    dove draw drew drop due duke dunk dutch duty early earn east easy edit eight elder ends england english even
    evenly event exam exchange experience eye face faith fall fan far farmer fate father fay feel felt fern field
    fields fin final fine fire fish fisher five floor flora floral flower fly folk ford forest fort foster fox france
    franchise frank frankly free french friend frost fun gale game gay gem gene general gentle gift ginger given glad
    glen glory gold goods govern governor grace gran grand grant grants gray green greens grey ground guest gum guy
    hall ham hand hands happy hard harp haste have hay haze hazel health healthier heath heather held hell help herb
    high hill hills hint holes holly home homes honest honey honor honorary honour hop hope hopes horn hose hot house
    hub hunt hunter hunters ice idea instance iron ivy jam japan jay jeans job jot joy judge junior just justice keen
    keep key kid kill kin kind king kings kit knight knights knowing known lad lamb lance land lane lanes large lark
    late law lay lead leader leaf left leg lens lesson life light lily line link list live lock lone lord loss love
    low loyal lucky lying mail main maine major man mana marble march marina marine marines mark marked market markets
    marks marry mars marsh marshal marshmallow martial mash mason masters mat math matter max may meet melody merchant
    mercy merit merry met miles mill mills mineral mint mire miss mist misty mom money moor moral moss mother move
    music nan nap national nest net nib night nine norm normal north note nova ocean odd old olive option orange ore
    page pal palm pan pane panes paper parish park parker part pass patience patient pay peace pear pearl peer peg pen
    penny people person persona persons pet pick pier pin pink pip pitch place plan play pleasant pony poor pope poppy
    porter post pot potter power prairie pray precious price priced prices pricey prime prince princess prior prison
    promise proud provident province provinces prudence pub pure queen question quick race rain raise ran rand rang
    ray read real reason red reed reeve regards region regional relief remark rest return rice rich ride right ring
    ripe rise river road roads rob robot rock rod role roll room root rose rosemary roses round row ruby rue rule run
    rush rusty sad safe sage said salmon same sand sandy sang sat save savior say scarlet school science scout sea
    season section senior serene service set seven shade share shared sharing sharp shell sherry shore short show shy
    side sight silence simple simply sin sing sister sits six sky sly small smith sofa soft sol sold sole son song
    soul south spark speaker special speech spring stage stand star start started starts state states stay steel stein
    step sterling still stone storm story street strong study sue suit sum summer sun sunny sure tab table tad tailor
    talk tall tan tanner tap tax tea teach team tell tent term terms test theme theories theory thing third thorn tin
    tiny tip together tone tory town trace trade tries trinity trip trust truth tuck turn turner turnover type union
    unit unity urban use val van vest vet via victory vine viola violet virtue visit vital voice wade wait wake walk
    walker wall walls want war ward warm was wash watch water waters wave weaver wed welcome west white whites who
    whole wide wild wildlife will win wine winner winter wise wish wishes wood woods woody word work worth wren wright
    write year yes young youth zip
"""
_ENGLISH_NEVER: Final = """
    december february friday fridays january july monday mondays november october saturday saturdays sunday sundays
    thursday thursdays tuesday tuesdays wednesday wednesdays
"""
_SWEDISH_GRAMMAR: Final = """
    a alla allt att av bara be blev bli både da de deg del dem den denna denne dessa det detta di dig din dina dit
    ditt dock dom du där då efter eller en enda ens er era ett fast flera for fram från får för första ha hade han
    hans har hej hela hen henne hennes her hon honom hos hur här i igen illa in inga ingen inte is ja jag ju kan
    kanske kom lite man med men mer mest mig min mina minst mitt mot mycket måste ni nog nu när nästa nån och ofta om
    oss på redan sa samma se sen ser sig sin sina sitt ska skulle som stora så sådan ta tack till tre trots två under
    upp ur ut utan vad val var vara varför varje vem vet vi via vid vilka vilken vill väl än ändå är även åt över
"""
_SWEDISH_WORDS: Final = """
    adel allmän alm andas ande andra andras ange anka app arena arm armarna armen art ask band barer barn barnen
    barnens barnets barns bel berg bergen bin bit björk blad blinda blom blomma bo bor bra bred breda bredvid brinna
    bro bron bränna bud bäck bägge bära böra dag dagar dal dans dansk data dela din dina dom dotter drick döda döma
    egen ek eld elev elva em emot enas engelska erfara fal fall fan fel fem fina fine finna finner fira fjäll flod
    fors fort fredag fria frid frisk fro fråga full fält få föra god goda gran grejen grund grupp grön gull gärna gå
    går göra ha hall halla hammare hand hann hed hel hela helgen helgerna helt hem her himmel hit hjälm holm hopp hus
    hylla häst hålla hålls hård hårt hög högst ide inge ja jo jul julen juli juni just kall kalla kameran kameror kit
    klar klara klarar klarat klass klok kom kopp korn kort kring krisen krona kula kund kung kvinna kvist kyla kär
    kära köra lag laga land lans lika lilla lin lindra linne liten liv livet ljung ljus lo long los lov luft lugn
    lugna lund lur lura luren lust lyda läge lära lång lönn mage magen maj mandat manual manuellt mar mark marken
    markera markerar mars mat mata matte med mega mil mild milda mina minne mod modig modigt mor morgon moss människa
    märka mässa mäta mål måla måndag möta nat nej nor nord norm normal ny nya näs olika olja ord order palme par
    parkera pass penna per person personal personer plats prins prinsen puls ram ran ras rask rea regional regna ren
    rena resa rika riktig ring ris ro ros rot rund rut råd röd röda rönn röra sak saknar salen sand sann satt sen
    sista sjö skarp skog skola smal smarta snabb sol sommar sommaren son sorg spira stad stal stall stan stand stark
    starka starkt start starta sten stjärna stor storm strand strid ström stund styrka stärka stå ståhl stöd stöder
    sund svan svar svart svensk svenska svenskar säker sälla sänd sända sänder söder söt tack tal tall tanke tar tema
    tid tillit tor torn torp tro trygg trä tur turné tyst ung unga unik vak val vall van vanlig varm veta vid vik vila
    vild vilja ville vin vinst vinster vinter viska viss vit vita vore vuxen väg väl vän värd värma väst växa vår
    ändra ändrar ändras ändrats ändå ängel åker ö öga ökar önska önskar örn öst östra
"""
_SWEDISH_NEVER: Final = """
    april augusti december februari fredag fredagar januari lördag lördagar måndag måndagar november oktober onsdag
    onsdagar september söndag söndagar tisdag tisdagar torsdag torsdagar
"""


@dataclass(frozen=True, slots=True)
class Ordinary:
    """Words in small letters. `never`: days and months, which no nickname and no slip of the keys may take out."""

    grammar: frozenset[str]  # what any sentence may begin with
    words: frozenset[str]
    never: frozenset[str]
    letters: str = ""  # with accents, and yet letters of their own: "säga" is not "Saga"


def _read(grammar: str, words: str, never: str, letters: str = "") -> Ordinary:
    return Ordinary(frozenset(grammar.split()), frozenset(words.split()), frozenset(never.split()), letters)


_ENGLISH: Final = _read(_ENGLISH_GRAMMAR, _ENGLISH_WORDS, _ENGLISH_NEVER)
_SWEDISH: Final = _read(_SWEDISH_GRAMMAR, _SWEDISH_WORDS, _SWEDISH_NEVER, "åäö")


def ordinary(language: str) -> Ordinary:
    """The words of this language; English for one that has no list."""
    return _SWEDISH if language.lower().startswith("sv") else _ENGLISH
