"""Every figure of a team's report in the demo, against pandas on the raw tables."""

import pytest

from tests.demo_site import DemoSite, database_address
from tests.recomputed import Recomputed, asking

REPORT = """
from assessments.domain.team_report import build_team_report
from assessments.enums import Cause
from assessments.models import PlanResult
from cms.accounts.models import Team

def told(name):
    team = Team.objects.select_related("organisation").get(name=name)
    report = build_team_report(team=team, language="nl")
    figures = ("n", "not_applicable", "missing", "target", "share_band", "median", "p25", "p75",
               "change", "benchmark", "withheld")
    return dict(
        path=team.path,
        whole=team.get_root().path,
        snapshot=report.snapshot.id,
        people=[report.participation.people, report.participation.checked_in],
        cells=[[row.code, cell.evidence, {figure: getattr(cell, figure) for figure in figures}]
               for row in report.rows for cell in row.cells],
        needs=[row.code for row in report.needs],
        strengths=[row.code for row in report.strengths],
        below=sum(row.self_rating.is_gap for row in report.rows),
        headline=report.headline,
        shown=report.shown,
        withheld=report.withheld,
        counts=dict(
            caused=report.counts.causes_note,
            causes=[[line.label, line.people, line.of] for line in report.counts.causes],
            learned=report.counts.learned,
            modules=[[line.label, line.people] for line in report.counts.modules],
        ),
        labels={str(cause.label): cause.value for cause in Cause},
        results=[[result.plan_id, result.plan.team.path, result.share_done]
                 for result in PlanResult.objects.filter(snapshot=report.snapshot.id)
                     .select_related("plan__team")],
        training=[[step.row.code, [[m.title, m.minutes, m.cost] for m in step.modules]]
                  for step in report.training],
    )

answer = {name: told(name) for name in %r}
"""
TEAMS = ["Utrecht", "Vlaanderen", "Loopbaanhuis"]
FIGURES = ("n", "not_applicable", "missing", "target", "share_band", "median", "p25", "p75")
WORDS = ("Geen", "Eén", "Twee", "Drie", "Vier", "Vijf", "Zes", "Zeven", "Acht", "Negen", "Tien")


@pytest.fixture(scope="module")
def told_of(site: DemoSite) -> dict[str, dict]:
    return site.ask(REPORT % TEAMS)


@pytest.fixture(scope="module", params=TEAMS)
def told(request, told_of) -> dict:
    return told_of[request.param]


@pytest.fixture(scope="module")
def ask(site: DemoSite):
    return asking(database_address(site.database), str(site.folder / "peil.sqlite3"))


@pytest.fixture(scope="module")
def round_now(ask, told) -> Recomputed:
    return Recomputed(ask, told["snapshot"])


def shown(told):
    return {(code, kind): cell for code, kind, cell in told["cells"] if not cell["withheld"]}


def test_each_published_figure_is_what_pandas_finds(told, round_now):
    found = round_now.figures(told["path"])
    assert {(code, kind) for code, kind, _cell in told["cells"]} == set(found)
    cells = shown(told)
    assert len(cells) > 12
    assert {key: {name: cell[name] for name in FIGURES} for key, cell in cells.items()} == {
        key: found[key] for key in cells
    }


def test_withheld_figures_are_empty(told):
    kept = [cell for _code, _kind, cell in told["cells"] if cell["withheld"]]
    assert (told["shown"], told["withheld"]) == (len(told["cells"]) - len(kept), len(kept))
    for cell in kept:
        empty = {name: value for name, value in cell.items() if name != "withheld" and value}
        assert empty == {}


def test_each_change_is_the_difference_of_two_medians(told, ask, round_now):
    now = round_now.figures(told["path"])
    before = Recomputed(ask, round_now.previous).figures(told["path"])
    changes = {key: cell["change"] for key, cell in shown(told).items()}
    told_of = {key: change for key, change in changes.items() if change is not None}
    assert len(told_of) > 0
    assert told_of == {key: now[key]["median"] - before[key]["median"] for key in told_of}


def test_the_benchmark_is_the_median_of_the_whole(told, round_now):
    whole = round_now.figures(told["whole"])
    beside = {key: cell["benchmark"] for key, cell in shown(told).items()}
    if told["path"] == told["whole"]:
        assert set(beside.values()) == {None}
    else:
        assert beside == {key: whole[key]["median"] for key in beside}


def test_participation_needs_and_strengths_follow_from_the_figures(told, round_now):
    assert tuple(told["people"]) == round_now.participation(told["path"])
    rated = {code: cell for (code, kind), cell in shown(told).items() if kind == "self"}
    gaps = {code: cell["target"] - cell["median"] for code, cell in rated.items()}
    below = {code: gap for code, gap in gaps.items() if gap > 0}
    assert told["below"] == len(below)
    assert told["headline"].startswith(WORDS[len(below)])
    worst = sorted(below, key=lambda code: (-below[code], rated[code]["share_band"]))[:3]
    assert told["needs"] == worst
    met = [code for code in gaps if gaps[code] <= 0]
    best = sorted(
        met, key=lambda c: (-int(rated[c]["share_band"].split("-")[0]), gaps[c])
    )  # fmt: skip
    assert told["strengths"] == best[:3]


def test_training_costs_the_minutes_of_the_lessons_for_the_people(told, round_now):
    rated = {code: cell for (code, kind), cell in shown(told).items() if kind == "self"}
    assert [code for code, _modules in told["training"]] == told["needs"]
    for code, modules in told["training"]:
        assert {title: minutes for title, minutes, _cost in modules} == (
            round_now.modules(code, "nl")
        )
        for _title, minutes, cost in modules:
            halves = -(-minutes * rated[code]["n"] // 30)
            hours = f"{halves / 2:.1f}".replace(".", ",").removesuffix(",0")
            assert cost.endswith(f"{hours} uur voor de {rated[code]['n']} mensen in dit cijfer")


def test_causes_are_the_ticks_of_the_round_but_for_the_last_two(told, round_now):
    named, ticked = round_now.causes(told["path"])
    if named < 10:
        assert told["counts"]["causes"] == []
        return
    assert told["counts"]["caused"].startswith(f"{named} mensen")
    assert {told["labels"][label]: (n, of) for label, n, of in told["counts"]["causes"]} == {
        cause: (min(max(ticked.get(cause, 0), 2), named - 2), named)
        for cause in told["labels"].values()
    }


def test_hours_and_modules_count_what_was_learned_since_the_round_before(told, round_now):
    people, hours = round_now.learned(told["path"])
    if f" {people} mensen samen" in told["counts"]["learned"]:
        assert f" {round(hours / 5) * 5} uur" in told["counts"]["learned"]
    else:
        assert told["counts"]["learned"].startswith("Niet getoond")
    readers = round_now.readers(told["path"], "nl")
    shown = dict(told["counts"]["modules"])
    assert shown == {title: readers[title] for title in shown}
    assert {title for title, n in readers.items() if n >= 5} >= set(shown)
    if told["path"] == told["whole"]:
        assert set(shown) == {title for title, n in readers.items() if n >= 5}
        assert people >= 5


def test_plans_tell_the_fifth_that_read_everything(told, round_now):
    shares = {plan: share for plan, _path, share in told["results"] if share}
    assert len(shares) > 0
    assert shares == {
        plan: round_now.read_all(path, plan) for plan, path, share in told["results"] if share
    }
