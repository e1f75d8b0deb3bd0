"""The trend picture: what it shows, how large it may get, and that odd histories do not break it."""

import io

import pytest
from PIL import Image, ImageFont

from adapters import chart
from bot.messages import Line, Picture

FIVE = ("2 or lower", "about 2½", "about 3", "about 3½", "4 or higher")
THREE = ("lower half", "around the middle", "upper half")
BANDS = ((1, "Start"), (4, "Shape"), (7, "Deliver"))
SHARING = Line("Sharing power", FIVE, ((3, 1), (4, 1), (5, 2), (6, 2), (7, 3)), held=(6,))


def opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(chart.png(picture))).convert("RGB")


def test_a_picture_is_a_small_png_that_a_phone_and_a_desk_can_show():
    image = Image.open(io.BytesIO(made := chart.png(Picture("Our year", "words", (SHARING, SHARING), BANDS))))
    assert image.format == "PNG"
    assert image.width <= 1024
    assert len(made) < 1_000_000


def test_it_has_its_own_light_background_and_no_transparency():
    image = opened(Picture("Our year", "words", (SHARING,), BANDS))
    assert min(image.getpixel((10, 10))) > 240
    assert Image.open(io.BytesIO(chart.png(Picture("", "", ())))).info.get("transparency") is None


def test_each_measure_has_a_panel_of_its_own():
    one, two = (opened(Picture("Our year", "words", (SHARING,) * n, BANDS)) for n in (1, 2))
    assert two.height > one.height + 5 * chart.ROW


def test_a_week_with_no_new_score_looks_different_in_greyscale():
    held, new = (
        opened(Picture("", "", (Line("Trust", THREE, ((1, 1), (2, 1), (3, 1)), held=weeks),))).convert("L")
        for weeks in ((2,), ())
    )
    longest = [
        max(sum(pixel < 90 for pixel in image.crop((0, y, 1024, y + 1)).tobytes()) for y in range(image.height))
        for image in (held, new)
    ]
    assert longest[0] < longest[1] * 0.8


def test_the_same_history_gives_the_same_bytes():
    picture = Picture("Our year", "words", (SHARING,), BANDS)
    assert chart.png(picture) == chart.png(picture)


@pytest.mark.parametrize("bold", [False, True])
def test_the_letters_we_need_are_in_the_font(bold):
    font = chart._font(30, bold)
    assert isinstance(font, ImageFont.FreeTypeFont)
    nothing = bytes(font.getmask("\U0010fffd"))
    assert [letter for letter in "½¼¾–—…’“”·éŵłčøßΔКі€№" if bytes(font.getmask(letter)) == nothing] == []


@pytest.mark.parametrize(
    "picture",
    [
        Picture("", "", ()),
        Picture(
            "A team " * 60, "", (Line("A measure " * 40, ("a scale " * 30, "b"), ((1, 0),)),), ((1, "phase " * 30),)
        ),
        Picture("No scores yet", "", (Line("Trust", THREE, ()),), BANDS),
        Picture("No scale", "", (Line("Trust", (), ((1, 0),)),)),
        Picture("Off the scale", "", (Line("Trust", THREE, ((1, 9), (2, -4))),)),
        Picture("Three years", "", (Line("Trust", FIVE, tuple((w, w % 5) for w in range(1, 157))),), BANDS),
        Picture("Gaps, out of order", "", (Line("Trust", THREE, ((30, 1), (2, 0), (9, 2)), held=(9, 77)),)),
        Picture("Many phases", "", (SHARING,), tuple((week, f"Phase number {week}") for week in range(1, 20))),
        Picture("Two phases in one week", "", (SHARING,), ((1, "Start"), (1, "Shape"), (3, "Deliver"))),
        Picture("Week 400", "", (Line("Trust", THREE, ((400, 1),)),), ((398, "Review"),)),
        Picture("𝕺dd\n\x00\tלשון 漢字 🙂", "", (SHARING,), ((1, "🙂" * 40),)),
    ],
    ids=lambda picture: picture.title[:20] or "empty",
)
def test_no_history_is_too_odd(picture):
    image = opened(picture)
    assert image.width == 1024
    assert image.height < 4000
    assert chart.bars(picture) is not None


def test_bars_say_the_labels_and_the_weeks_and_nothing_finer():
    assert chart.bars(Picture("Our year", "words", (SHARING,), BANDS)).splitlines() == [
        "Our year",
        "Start: week 1– · Shape: week 4– · Deliver: week 7–",
        "",
        "Sharing power",
        "■■□□□ about 2½ (weeks 3–4)",
        "■■■□□ about 3 (week 5)",
        "■■■□□ about 3 (week 6, no new score)",
        "■■■■□ about 3½ (week 7)",
    ]
