"""Figures drawn from their items: geometry, words, numbers, and that none can be broken into."""

import math
import re
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from defusedxml import ElementTree
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cms.figures import svg
from cms.figures.data import Row, as_number, faults_of, number_words, rows_of
from cms.figures.line import line_svg, shown_labels
from cms.figures.rings import cycle_svg, hub_svg
from cms.figures.rows import ranges_html, stacked_html
from cms.figures.scale import scale_for

SVG = "{http://www.w3.org/2000/svg}"
STYLESHEET = Path(__file__).parents[2] / "cms/static/cms/css/peil.css"
NUMBERS = st.floats(-1e7, 1e7, allow_nan=False).map(lambda n: round(n, 3))


def parsed(html: str):
    return ElementTree.fromstring(html.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '))


def row(label: str, *numbers: float) -> Row:
    return Row(label, numbers, tuple(str(number) for number in numbers))


def words_of(root) -> list[str]:
    return [text.text for text in root.iter(f"{SVG}text")]


@given(st.lists(NUMBERS, min_size=1, max_size=24))
def test_scale_holds_every_value_on_few_round_marks(values):
    scale = scale_for(values)
    assert scale.low <= min(values) + 1e-6
    assert scale.high >= max(values) - 1e-6
    assert 2 <= len(scale.marks) <= 8
    steps = [right - left for left, right in pairwise(scale.marks)]
    assert steps == pytest.approx([steps[0]] * len(steps))
    lead = steps[0] / 10 ** math.floor(math.log10(steps[0]) + 1e-9)
    assert min(abs(lead - round_step) for round_step in (1, 2, 2.5, 5, 10)) < 1e-6


def test_scale_begins_at_zero_unless_all_values_lie_far_above_it():
    assert scale_for([12, 31]).low == 0
    assert scale_for([5.4, 6.3]).low > 5
    assert scale_for([3, 3]).marks[0] == 0
    assert scale_for([-31, -12]).high == 0


@pytest.mark.parametrize("count", range(3, 8))
def test_cycle_has_a_disc_and_an_arrow_for_each_step(count):
    root = parsed(cycle_svg(count, title="A <b>", description='B "c"'))
    assert words_of(root) == [str(n) for n in range(1, count + 1)]
    assert len(list(root.iter(f"{SVG}path"))) == len(list(root.iter(f"{SVG}polygon"))) == count
    assert root.get("role") == "img"
    ids = {part.get("id"): part.text for part in root if part.get("id")}
    assert ids[root.get("aria-labelledby")] == "A <b>"
    assert ids[root.get("aria-describedby")] == 'B "c"'


@pytest.mark.parametrize("count", [2, 5, 8])
def test_hub_has_discs_around_a_middle_that_do_not_touch(count):
    root = parsed(hub_svg(count, title="a", description="b"))
    circles = [
        tuple(float(mark.get(name)) for name in ("cx", "cy", "r"))
        for mark in root.iter(f"{SVG}circle")
    ]
    discs = [disc for disc in circles if disc[:2] != (svg.WIDTH / 2, svg.WIDTH / 2)]
    assert len(discs) == count
    for index, (x, y, radius) in enumerate(discs):
        assert radius < x < svg.WIDTH - radius
        assert radius < y < svg.WIDTH - radius
        for x2, y2, other in discs[index + 1 :]:
            assert math.hypot(x - x2, y - y2) > radius + other


def test_stacked_bars_are_drawn_to_one_scale_and_say_each_part():
    html = stacked_html(["one", "two"], [row("A <b>", 30, 10), row("B", 0, 80)])
    soup = BeautifulSoup(html, "html.parser")
    assert [float(mark["width"][:-1]) for mark in soup.select("dl rect")] == [37.5, 12.5, 100]
    assert [float(mark["x"][:-1]) for mark in soup.select("dl rect")] == [0, 37.5, 0]
    assert [part.text for part in soup.select("dd > span")] == ["one 30, two 10", "one 0, two 80"]
    assert soup.dt.text == "A <b>"


def test_ranges_lie_on_one_scale():
    rows = [row("A", 1, 3, 5), row("B", 0, 0, 0)]
    html = ranges_html(rows, write=lambda number: f"{number:g}", say=lambda each: each.label)
    soup = BeautifulSoup(html, "html.parser")
    lines = [(mark["x1"], mark["x2"]) for mark in soup.select(".range__line")]
    assert lines == [("21.2%", "98%"), ("2%", "2%")]
    assert [mark["cx"] for mark in soup.select("circle")] == ["59.6%", "2%"]
    assert [text.text for text in soup.select(".range-axis text")] == list("012345")


def test_line_goes_through_its_points_in_order_and_higher_is_higher():
    rows = [row("2021", 1), row("2022", 4), row("2023", 2), row("2024", 2)]
    root = parsed(line_svg(rows, title="t", description="d", write=lambda n: f"{n:g}"))
    (path,) = root.iter(f"{SVG}path")
    points = [tuple(map(float, part.split())) for part in path.get("d")[1:].split("L")]
    xs, ys = zip(*points, strict=True)
    assert list(xs) == sorted(xs)
    assert ys[1] < ys[2] == ys[3] < ys[0]
    assert words_of(root)[-4:] == ["2021", "2022", "2023", "2024"]


@given(st.lists(st.text("abcdefgh 0123456789", min_size=1, max_size=24), min_size=4, max_size=24))
def test_labels_below_a_line_begin_with_the_first_and_end_with_the_last(labels):
    places = [20 + 280 * n / (len(labels) - 1) for n in range(len(labels))]
    shown = [index for index, _place in shown_labels(labels, places)]
    assert (shown[0], shown[-1]) == (0, len(labels) - 1)
    assert len({right - left for left, right in pairwise(shown)}) == 1


def test_long_labels_below_a_line_do_not_touch():
    labels = [f"{n}e kwartaal 2023" for n in range(7)]
    places = [40 + 43 * n for n in range(7)]
    assert [index for index, _place in shown_labels(labels, places)] == [0, 6]


@pytest.mark.parametrize(
    "drawing",
    [
        cycle_svg(4, title="a", description="b"),
        hub_svg(4, title="a", description="b"),
        stacked_html(list("abcde"), [row("A", 1, 2, 3, 4, 5)]),
        ranges_html([row("A", 1, 2, 3)], write=str, say=str),
        line_svg([row("a", 1), row("b", 2)], title="a", description="b", write=str),
    ],
)
def test_drawings_use_only_classes_that_the_stylesheet_knows(drawing):
    css = STYLESHEET.read_text()
    names = {name for group in re.findall(r'class="([^"]+)"', drawing) for name in group.split()}
    assert {name for name in names if f".{name}" not in css} == set()
    assert "style" not in drawing


@pytest.mark.parametrize(
    ("text", "number"),
    [("4", 4), ("-3,5", -3.5), (" 2.25 ", 2.25), ("1.140,5", None), ("1e3", None), ("", None)],
)
def test_plain_numbers_alone_are_numbers(text, number):
    assert as_number(text) == number


def test_faults_name_the_item_that_is_wrong():
    items = [{"label": "p", "text": "a | b"}, {"label": "x", "text": "1 | 2"}]
    assert faults_of("stacked", items) == []
    assert number_words("stacked", items) == [(1, "1"), (1, "2")]
    items.append({"label": "y", "text": "1"})
    assert [fault.item for fault in faults_of("stacked", items)] == [2]
    assert [fault.item for fault in faults_of("cycle", items[:2])] == [None]


def test_rows_without_a_number_are_refused():
    with pytest.raises(ValueError, match="not a number"):
        rows_of([{"label": "a", "text": "many"}])


def drawn(kind: str, items: list[tuple[str, str]]) -> str:
    value = {
        "kind": kind,
        "caption": "C",
        "alternative": "A",
        "items": [{"label": label, "text": text} for label, text in items],
    }
    return Template("{% load figures %}{% figure_drawing value %}").render(
        Context({"value": value})
    )


def test_marks_and_words_follow_the_language_of_the_reader():
    years = [("2020", "5400,5"), ("2021", "6300"), ("2022", "5600"), ("2023", "5500")]
    with translation.override("nl"):
        assert ">5.600<" in drawn("line", years)
    with translation.override("en"):
        html = drawn("line", years)
        assert ">5,600<" in html
        assert re.search(r"The scale begins at 5,\d+, not at 0\.", html)
        assert "1,5 to 3, middle 2" in drawn("ranges", [("a", "1,5 | 2 | 3"), ("b", "1 | 1 | 1")])


def test_kinds_that_are_lists_have_no_drawing():
    assert drawn("steps", [("a", "b"), ("c", "d")]) == ""
