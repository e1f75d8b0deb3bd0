"""What could give a writer away is taken out of their words, and ordinary words stay."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.scrub import scrubbed

ROSTER = [
    "Maria Lind", "Ben Carter", "Gwendolyn O'Hara", "William Åkesson", "Anna-Karin Berg", "Fredrik Ek", "Robert May",
    "Elizabeth Hope", "Erik Björk", "Sara de Vries", "Margaret White", "Lars Strand",
]  # fmt: skip
COMMON = [
    "Mark Hill", "Grace King", "Will Baker", "Steven Brown", "Andrea Young", "Sandra Wood", "Angela Marsh",
    "Justine Case", "Peter Walker", "Christian Lane", "Clare Bell", "Thi An Do", "Marta Frisk", "Anders Modig",
    "Karin Ström", "Bo Stark", "Daniel Lindberg", "Frida Holm", "Per Grön", "August Vik", "Violet Day",
    "Arthur Long", "Dorothy Green", "Patricia Ward", "Helen Cooper", "Martin Price", "Carrie Hunt", "Linnea Ros",
    "Jan Ask", "Ronald Mill", "Saga Carter",
]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Maria never listens to us.", "[name] never listens to us."),
        ("marias ideas, Maria's ideas and Maria’s", "[name] ideas, [name] ideas and [name]."),
        ("I think BEN talks too much!!!", "I think [name] talks too much."),
        ("Gwendolin and Marria were late", "[name] and [name] were late."),
        ("Erick and Sarah and Lynd and fredrick", "[name] and [name] and [name] and [name]."),
        ("MARIA LIND, maria lind and Lind", "[name], [name] and [name]."),
        ("annakarin, Anna-Karin and Karin", "[name], [name] and [name]."),
        ("asa and Akesson and ÅKESSON", "Asa and [name] and [name]."),
        ("Maria L. thinks so, and Sara de Vries too", "[name] thinks so, and [name] too."),
        ("Ma\u200bria and *Maria* and _maria_", "[name] and [name] and [name]."),
        ("ask @maria or <@U0123> or <!channel> or <at>Maria Lind</at>", "Ask [name] or [name] or [name] or [name]."),
        ("ask @team, now @ noon", "Ask [name], now noon."),
        ("write to maria.lind@example.org", "Write to [e-mail]."),
        ("or <mailto:a@example.org|a@example.org>", "Or [e-mail]."),
        ("see https://example.org/x?y=1 and www.example.com/me. Or not", "See [link] and [link]. Or not."),
        ("it is on <https://example.org|our page> and sub.example.co.uk/x", "It is on [link] and [link]."),
        ("call me on +44 20 7946 0018 or (020) 7946-0018", "Call me on [number] or [number]."),
        ("my number is 12345, not 1234", "My number is [number], not 1234."),
        ("since 12 March 2026 and 2026-03-09 nothing moved", "Since [date] and [date] nothing moved."),
        ("on the 3rd of May, May 12, March 3rd 2026 or 5/3", "On the [date], [date], [date] or [date]."),
        ("on the 12th it stopped", "On the [date] it stopped."),
        ("It is the same on Elm Street and at hillcreast's", "It is the same on [left out] and at [left out]."),
        ("we are stuck 😀😀 really 👍🏽 :tada: :-) 1️⃣", "We are stuck really 1."),
        ("we never decide\nBest wishes, Ana", "We never decide."),
        ("we never decide. Cheers,\nAna B", "We never decide."),
        ("we never decide /Ana", "We never decide."),
        ("WHY DO WE NEVER DECIDE?!?!", "Why do we never decide?"),
        ("soooo  slow…  and i mean ,slow", "So slow. And I mean,slow."),
        ("- one thing\n- another thing!\n\n• a third", "One thing. Another thing. A third."),
        ("bend the rules and mend the roof", "Bend the rules and mend the roof."),
        ("[name] and [left out] and [NAME]", "[name] and [left out] and [name]."),
        ("12345 <b>${x}</b> [x](http://y)", "[number] <b>${x}</b> [x]([link])."),
        ("", ""),
        (" … 😀 ", ""),
    ],
)
def test_what_is_taken_out_and_what_stays(written, shown):
    assert scrubbed(written, ROSTER, ["Elm Street", "Hillcrest"]) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("gwen said it, and Gwen's idea won", "[name] said it, and [name] idea won."),
        ("Lizzie and peggy came", "[name] and [name] came."),
        ("I asked Bill. Bill it to us, he will", "I asked [name]. Bill it to us, he will."),
        ("Will we decide? We asked Will", "Will we decide? We asked [name]."),
        ("We may rob nobody; we asked Rob", "We may rob nobody; we asked [name]."),
        ("We asked May. I hope so, and Hope does", "We asked [name]. I hope so, and [name] does."),
        ("Benjamin was late", "[name] was late."),
        ("so Fredde and Fredi came", "So [name] and [name] came."),
    ],
)
def test_nicknames_and_names_that_are_words(written, shown):
    assert scrubbed(written, ROSTER) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Jag tror att i morgon blir bra", "Jag tror att i morgon blir bra."),
        ("Vi sågs den 3:e maj, 5/3 och 12 mars 2026", "Vi sågs den [date], [date] och [date]."),
        ("Lasse och fredde säger att Marias sätt är bäst", "[name] och [name] säger att [name] sätt är bäst."),
        ("Bettan höll med lars", "[name] höll med [name]."),
        ("Vi kommer aldrig fram. Med vänliga hälsningar\nAnna", "Vi kommer aldrig fram."),
        ("Vi kommer aldrig fram\nMvh Anna", "Vi kommer aldrig fram."),
        ("Vi kommer aldrig fram, kram, Anna", "Vi kommer aldrig fram."),
        ("Mötet på Södergården var långt", "Mötet på [left out] var långt."),
    ],
)
def test_swedish(written, shown):
    assert scrubbed(written, ROSTER, ["Södergården"], "sv") == shown


@pytest.mark.parametrize(
    "sentence",
    [
        "We mark the page and hope that it will do.",
        "Even the seven of us could not agree on a justice of the peace.",
        "Nobody carried the idea of an angel investor any further.",
        "May I say that this is an example of how we decide?",
        "It has been a long day, and young people were never heard.",
        "The price of a walk by the marsh is small.",
        "The case was clear, and we did do our best.",
        "He said that my view was too green, so I grew quiet.",
        "In that case we should hunt for better ways to listen.",
        "Only 5 may speak, and that is 2 too few.",
        "We meet every friday and every monday at 10:30.",
        "We are here 24/7, and 3/4 of us are tired.",
        "One of us could bake, and another could bank on it.",
        "Thanks for listening. That helped a lot.",
        "We love what we do. Best of all, people come.",
        "A will is a will, and every penny counts.",
        "Just be patient, the tide turns.",
        "Carers shared a book of theories with the charter.",
        "The cooperation went well for 1 000 people.",
    ],
)
def test_ordinary_english_stays(sentence):
    evened = scrubbed(sentence, COMMON)
    assert evened == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "De andra hör inte vad vi säger.",
        "Andra får alltid bestämma, och det är inte smart.",
        "Det är svårt att andas när det går fort.",
        "Vi bor långt bort, men det är värt per gång.",
        "Han är stark och modig, och hon är frisk.",
        "Den som vill får ask eller ek.",
        "Vi ses på fredag i augusti.",
        "Man ska dela lika, så är det.",
        "Det är vår tur att säga något, och det står där.",
        "Min vän sa att ni gör det bra i dag.",
        "Vi har tid, vilja och en viktig fråga kvar.",
    ],
)
def test_ordinary_swedish_stays(sentence):
    assert scrubbed(sentence, COMMON, language="sv") == sentence


PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["Maria", "will", "Will", "Ben", "maria.lind", "@", "<@", ">", "12", "March", "may", "[name]", "[", "]", "name",
         "left out", "www.", ".com", "//", "\n", "Best, ", "mvh ", "x", "/", ". ", "?", "Link", "😀", "\u0301",
         "ß", "İ", "-"]
    ),
)  # fmt: skip
WORDS = st.lists(PIECES, max_size=25).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda gap: gap.join(pieces))
)
ODD_ROSTER = [*ROSTER, "Name Link", "Date", "E Mail", "Left Out", "李明", "", "...", "I", "O"]


@given(WORDS, st.sampled_from(["en", "sv"]))
def test_scrubbing_twice_changes_nothing_more(words, language):
    once = scrubbed(words, ODD_ROSTER, ["Out", "Number Street", "numbers"], language)
    assert scrubbed(once, ODD_ROSTER, ["Out", "Number Street", "numbers"], language) == once


@given(WORDS)
def test_whatever_is_written_no_name_mention_or_address_stays(words):
    shown = scrubbed(f"{words} Maria {words} maria.lind@example.org <@U1> {words}", ROSTER)
    assert "maria" not in shown.lower().split()
    assert "@" not in shown


@given(st.lists(st.text(max_size=10), max_size=8), st.text(max_size=60))
def test_no_roster_breaks_it(names, words):
    once = scrubbed(words, names, names)
    assert scrubbed(once, names, names) == once


@pytest.mark.parametrize(
    "text",
    [
        "I think that Will and the others never listened when we met on 12 March, and Gwenn said so. " * 33,
        *(
            piece * (3000 // len(piece))
            for piece in ("a.", "@", "1-", "\n", " ", "\n/a ", "x.", "a+", ":a", "<@", "http://")
        ),
    ],
)
def test_a_long_text_takes_no_time(text):
    names = [
        f"{a} {b}"
        for a in ROSTER[0].split() + ROSTER[3].split() + COMMON[3].split()
        for b in ("Lee", "Lundh", "X", "Y", "Z")
    ]
    scrubbed("the first reads the short forms", names)
    assert min(_seconds(text[:3000], names) for _ in range(3)) < 0.25  # a sixth of that where nothing else runs


def _seconds(text, names):
    began = time.thread_time()
    scrubbed(text, names, ["Elm Street"])
    return time.thread_time() - began
