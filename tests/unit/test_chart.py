"""The trend picture: what it shows, how large it may get, and that odd histories do not break it."""

import io
from itertools import pairwise

import pytest
from PIL import Image, ImageColor, ImageDraw, ImageFont

from adapters import chart, lettering
from adapters.bars import bars
from adapters.lettering import letters
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


def drawn_at(image: Image.Image, sheet: chart._Sheet, week: float, label: int) -> str:
    """The colour in the middle of a week's column, in the row of a label."""
    red, green, blue = image.getpixel((sheet.x(week + 0.5), sheet.panels[0].y(label)))
    return f"#{red:02x}{green:02x}{blue:02x}"


def test_each_colour_is_told_from_the_others_by_its_grey_alone():
    places, colours = chart._palette()
    greys = [ImageColor.getcolor(name, "L") for name in chart.COLOURS]
    shown = [tuple(colours[3 * places[grey] :][:3]) for grey in greys]
    assert shown == [ImageColor.getrgb(name) for name in chart.COLOURS]


def test_one_week_with_no_new_score_is_an_empty_dot_between_full_ones():
    picture = Picture("", "", (Line("Trust", FIVE, ((3, 2), (4, 2), (5, 2)), held=(4,)),))
    image, sheet = opened(picture), chart._Sheet(picture, "", "")
    assert [drawn_at(image, sheet, week, 2) for week in (3, 4, 5)] == [chart.LINE, chart.PAPER, chart.LINE]


def test_a_step_out_of_a_week_with_no_new_score_stands_on_something():
    picture = Picture("", "", (Line("Trust", FIVE, ((3, 2), (4, 2), (5, 3)), held=(4,)),))
    image, sheet = opened(picture), chart._Sheet(picture, "", "")
    foot = [image.getpixel((sheet.x(5) - away, sheet.panels[0].y(2))) for away in (5, 8)]
    assert all(sum(pixel) < 350 for pixel in foot), foot


def test_nothing_is_drawn_through_weeks_without_a_score():
    picture = Picture("", "", (Line("Trust", FIVE, ((3, 2), (4, 2), (7, 4), (8, 4))),))
    image, sheet = opened(picture), chart._Sheet(picture, "", "")
    panel = sheet.panels[0]
    between = image.crop((sheet.x(5) + 2, panel.rows_top, sheet.x(7) - 2, panel.bottom)).convert("L")
    assert between.getextrema()[0] > 150
    assert bars(picture).splitlines()[1:] == ["■■■□□ about 3 (weeks 3–4)", "■■■■■ 4 or higher (weeks 7–8)"]


def test_the_last_phase_takes_no_room_from_the_weeks():
    long = (*BANDS, (9, "A name that is rather long"))
    sheet = chart._Sheet(Picture("", "", (Line("Trust", FIVE, ((3, 1), (10, 1))),), long), "", "")
    assert sheet.end == 11
    assert sheet.x(sheet.end) == sheet.right
    row, left = sheet.flags[-1]
    assert left < sheet.x(9)  # it hangs to the left of its pole, and meets no other name
    assert all(row != other or start < left for other, start in sheet.flags[:-1])


@pytest.mark.parametrize("last", [1, 4, 8, 11, 12, 23, 40, 99, 156, 400])
def test_the_weeks_below_stand_at_even_distances_up_to_the_last(last):
    sheet = chart._Sheet(Picture("", "", (Line("Trust", FIVE, tuple((w, 1) for w in range(1, last + 1))),)), "", "")
    weeks = [week for week, _ in sheet.ticks()]
    assert weeks[0] == last
    assert len({earlier - later for earlier, later in pairwise(weeks)}) <= 1
    assert all(middle < chart.WIDTH - 20 for _, middle in sheet.ticks())


def test_its_letters_can_be_read_in_the_bubble_of_a_phone():
    assert chart.SMALL * 300 / chart.WIDTH > 11


def test_other_viewers_read_what_we_packed_as_it_was_drawn():
    sheet = chart._Sheet(picture := Picture("Our year", "words", (SHARING,), BANDS), "Week", "no new score that week")
    canvas = Image.new("L", (chart.WIDTH, sheet.height), chart.PAPER)
    sheet.draw(ImageDraw.Draw(canvas), canvas)
    places, colours = chart._palette()
    drawn = canvas.point(places)
    drawn.putpalette(colours)
    assert opened(picture).tobytes() == drawn.convert("RGB").tobytes()


def test_words_that_were_drawn_before_are_not_looked_up_anew_and_look_the_same():
    picture = Picture("Our year", "words", (SHARING,), BANDS)
    before = chart.png(picture)
    known = lettering._shape.cache_info().misses
    assert chart.png(picture) == before
    assert lettering._shape.cache_info().misses == known
    lettering._shape.cache_clear()
    assert chart.png(picture) == before


def test_the_same_history_gives_the_same_bytes():
    picture = Picture("Our year", "words", (SHARING,), BANDS)
    assert chart.png(picture) == chart.png(picture)


@pytest.mark.parametrize("bold", [False, True])
def test_the_letters_we_need_are_in_the_font(bold):
    font = letters(30, bold)
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
    assert bars(picture) is not None


def test_bars_say_the_labels_and_the_weeks_and_nothing_finer():
    assert bars(Picture("Our year", "words", (SHARING,), BANDS)).splitlines() == [
        "Our year",
        "Start: week 1– · Shape: week 4– · Deliver: week 7–",
        "",
        "Sharing power",
        "■■□□□ about 2½ (weeks 3–4)",
        "■■■□□ about 3 (week 5)",
        "■■■□□ about 3 (week 6, no new score)",
        "■■■■□ about 3½ (week 7)",
    ]
