"""The gauge and the bars: what is drawn, what is said, and that neither can be broken into."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from defusedxml import ElementTree
from django.template import Context, Template
from django.utils import translation

from cms.charts import bar_svg, bars_svg, gauge_svg
from cms.gauge import HIGHEST, Circle, Polygon, Rect, Strokes, Text, gauge_geometry, hatching
from cms.gauge_words import gauge_words

SVG = "{http://www.w3.org/2000/svg}"
STYLESHEET = Path(__file__).parents[2] / "cms/static/cms/css/peil.css"


def fills(drawing, colour: str) -> list[Rect]:
    return [s for s in drawing.shapes if isinstance(s, Rect) and s.fill == colour]


def of_kind(drawing, kind) -> list:
    return [shape for shape in drawing.shapes if isinstance(shape, kind)]


def parsed(svg: str):
    named = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return ElementTree.fromstring(named)


def test_gauge_fills_in_proportion_to_the_level():
    widths = [max(r.width for r in fills(gauge_geometry(level=n), "water")) for n in range(1, 6)]
    assert [round(width / widths[0], 2) for width in widths] == [1, 2, 3, 4, 5]


def test_gauge_level_zero_shows_a_mark_and_unknown_shows_dots():
    zero, unknown = gauge_geometry(level=0, tested=0), gauge_geometry()
    assert len(fills(zero, "water")) == 1
    assert not [s for s in of_kind(zero, Strokes) if s.dotted]
    assert fills(unknown, "water") == []
    assert len([s for s in of_kind(unknown, Strokes) if s.dotted]) == 2


def test_gauge_range_is_solid_below_hatched_within_and_marked_at_the_level():
    drawing = gauge_geometry(level=2, tested=(1.0, 2.0, 4.0))
    hatched = next(s for s in of_kind(drawing, Strokes) if s.stroke == "depth")
    solid, edge = fills(drawing, "depth")
    xs = [x for x1, _y1, x2, _y2 in hatched.segments for x in (x1, x2)]
    scale = (drawing.width - 2 * solid.x) / HIGHEST
    assert solid.width == pytest.approx(scale)
    assert (min(xs), max(xs)) == pytest.approx((solid.x + scale, solid.x + 4 * scale), abs=0.1)
    assert edge.x + edge.width / 2 == pytest.approx(solid.x + 2 * scale)


def test_gauge_target_is_a_notch_and_earlier_a_ring():
    drawing = gauge_geometry(level=2, target=4, earlier=1)
    (notch,), (ring,) = of_kind(drawing, Polygon), of_kind(drawing, Circle)
    assert (notch.fill, ring.fill, ring.stroke) == ("mark", "paper", "ink")
    assert ring.x < notch.points[2][0]
    plain = gauge_geometry(level=2)
    assert of_kind(plain, Polygon) == of_kind(plain, Circle) == []


def test_gauge_without_place_for_tested_draws_none_of_it():
    drawing = gauge_geometry(level=2, tested=3, show_tested=False)
    assert fills(drawing, "depth") == []
    assert drawing.height < gauge_geometry(level=2).height


def test_gauge_compact_has_no_digits():
    assert of_kind(gauge_geometry(level=2, compact=True), Text) == []
    assert [t.text for t in of_kind(gauge_geometry(level=2), Text)] == list("012345")


@pytest.mark.parametrize("level", [0, 3, 5, (0, 0, 5), (4.5, 5, 5), None])
def test_gauge_stays_within_its_box(level):
    drawing = gauge_geometry(level=level, tested=level, target=5, earlier=0)
    for box in of_kind(drawing, Rect):
        assert box.x >= 0
        assert box.x + box.width <= drawing.width
        assert box.y + box.height <= drawing.height
    assert all(
        c.x - c.radius > 0 and c.x + c.radius < drawing.width for c in of_kind(drawing, Circle)
    )


@pytest.mark.parametrize(
    "wrong",
    [{"level": 6}, {"level": -1}, {"tested": (3, 2, 4)}, {"target": 5.1}, {"earlier": -0.1}],
)
def test_gauge_refuses_numbers_off_the_scale(wrong):
    with pytest.raises(ValueError, match=r"level lies|range runs"):
        gauge_geometry(**wrong)


def test_hatching_never_leaves_its_box():
    for x1, y1, x2, y2 in hatching(10, 20, 33, 7):
        assert all(10 <= x <= 43 for x in (x1, x2))
        assert all(20 <= y <= 27 for y in (y1, y2))
        assert x2 - x1 == pytest.approx(y1 - y2, abs=0.02)


def test_gauge_svg_is_a_named_and_described_image_without_style():
    svg = gauge_svg(title="B1 <i>&", description='2 of "5"', level=2, tested=(1, 2, 3), target=4)
    root = parsed(svg)
    ids = {part.get("id"): part.text for part in root if part.get("id")}
    assert root.get("role") == "img"
    assert ids[root.get("aria-labelledby")] == "B1 <i>&"
    assert ids[root.get("aria-describedby")] == '2 of "5"'
    assert "style" not in svg


def test_gauge_svg_ids_differ_per_drawing_unless_a_key_is_given():
    first, second = gauge_svg(title="a", level=1), gauge_svg(title="a", level=1)
    assert first != second
    assert gauge_svg(title="a", level=1, key="b1") == gauge_svg(title="a", level=1, key="b1")


def test_gauge_svg_uses_only_classes_that_the_stylesheet_knows():
    css = STYLESHEET.read_text()
    svg = gauge_svg(title="a", level=(1, 2, 3), tested=(1, 2, 3), target=4, earlier=1)
    names = {name for group in re.findall(r'class="([^"]+)"', svg) for name in group.split()}
    assert {name for name in names if f".{name}" not in css} == set()


def test_bars_are_drawn_to_one_scale_and_keep_their_words():
    html = bars_svg([("Care <b>", 50, "50"), ("Building", 100, "100"), ("None", 0, "0")])
    widths = re.findall(r'f-water" width="([\d.]+)%"', html)
    assert widths == ["50", "100", "0"]
    assert "Care &lt;b&gt;" in html
    assert 'width="0%"' in bar_svg(3, 0)


def render(source: str, **context) -> str:
    return Template("{% load peil %}" + source).render(Context(context))


def test_gauge_tag_composes_words_in_the_language_of_the_reader():
    reading = SimpleNamespace(low=1.6, level=2.4, high=3.3)
    with translation.override("en"):
        html = render('{% gauge label="B1" self=2 tested=t target=4 key="k" %}', t=reading)
    description = parsed(html).find(f"{SVG}desc").text
    assert description == (
        "Self-rating: 2 of 5. Tested: 2.4 of 5, between 1.6 and 3.3. Target: 4 of 5."
    )


def test_gauge_tag_says_unknown_and_leaves_out_what_has_no_place():
    with translation.override("en"):
        assert gauge_words() == "Self-rating: unknown. Tested: unknown."
        assert gauge_words(level=0, show_tested=False, earlier=1) == (
            "Self-rating: 0 of 5. Earlier: 1 of 5."
        )


def test_words_of_a_gauge_are_those_of_the_language_each_time():
    said = []
    for language in ("en", "nl", "en"):
        with translation.override(language):
            said.append(gauge_words(level=2.5, target=4))
    assert said == [
        "Self-rating: 2.5 of 5. Tested: unknown. Target: 4 of 5.",
        "Eigen inschatting: 2,5 van 5. Getoetst: onbekend. Doel: 4 van 5.",
        "Self-rating: 2.5 of 5. Tested: unknown. Target: 4 of 5.",
    ]


def test_bars_tag_reads_numbers_with_a_comma():
    html = render(
        "{% bars items %}", items=[{"label": "A", "text": "12,5"}, {"label": "B", "text": "25"}]
    )
    assert re.findall(r'f-water" width="([\d.]+)%"', html) == ["50", "100"]
