"""Three decisions that the figures of a summary ask for, by plain rules.

The rules, in the order of their urgency; each looks at published figures alone:

1. Participation: fewer than three in five of those asked checked in (domain: 60 % is a good round).
2. Expertise that is short by a rule, when nobody has planned anything yet.
3. Training: the largest gap with a module, first one whose tested knowledge is below target too.
4. Practice: gaps whose tested knowledge reaches the target: more lessons help less than practice.
5. Tested knowledge that lies below the self-rating: find out before relying on it.
6. Tested knowledge that is not shown for a gap: let more people take the quiz.
7. A gap without a module: look for training elsewhere.
8. No figure shown: read the team in which these people count. No target: set targets.
9. A strength: let those who are good at it show the others.
10. The next round: only that shows whether it helped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from assessments.domain.sufficiency_rows import RuleRow
from assessments.domain.team_report import Participation, TeamReport
from assessments.domain.team_report_cells import CompetenceRow
from assessments.domain.team_report_training import TrainingStep
from assessments.domain.training_cost import in_words, need_cost

ENOUGH_PERCENT = 60
MOST_DECISIONS = 3


@dataclass(frozen=True)
class Decision:
    """What to do, and why; a sentence or two each."""

    what: str
    why: str


def decisions(
    report: TeamReport, hourly: Decimal | None, short: Iterable[RuleRow] = ()
) -> tuple[Decision, ...]:
    """Return at most three decisions, the most urgent first, in the active language.

    Args:
        report: with figures.
        hourly: what an hour costs in euros; None where nobody has said so.
        short: the sufficiency rules about which an alert runs now, the most urgent first.
    """
    found = (
        _take_part(report.participation),
        _act(short),
        _train(report.training, hourly),
        _practise(report.needs),
        _look_at_knowledge(report.rows),
        _test(report.needs),
        _look_elsewhere(report.training),
        _read_above(report.rows),
        _set_targets(report.rows),
        _share(report.strengths),
        _next_round(),
    )
    return tuple(islice((decision for decision in found if decision), MOST_DECISIONS))


def is_low(people: int, checked_in: int) -> bool:
    """Return whether fewer than three in five took part."""
    return checked_in * 100 < people * ENOUGH_PERCENT


def _take_part(participation: Participation | None) -> Decision | None:
    if participation is None or participation.people is None or participation.checked_in is None:
        return None
    if not is_low(participation.people, participation.checked_in):
        return None
    return Decision(
        _("Give everybody time for the check-in of the next round: about ten minutes."),
        _("%(sentence)s Below %(percent)d%% the figures say little about the others.")
        % {"sentence": participation.sentence, "percent": ENOUGH_PERCENT},
    )


def _act(short: Iterable[RuleRow]) -> Decision | None:
    rule = next((each for each in short if each.status and each.action is None), None)
    if rule is None or rule.status is None:
        return None
    return Decision(
        _("Decide who does what about %(competence)s in %(team)s, by when.")
        % {"competence": rule.competence, "team": rule.team},
        _("%(status)s. %(evidence)s: %(terms)s.")
        % {"status": rule.status.label, "evidence": rule.evidence, "terms": rule.terms},
    )


def _train(steps: Sequence[TrainingStep], hourly: Decimal | None) -> Decision | None:
    offered = [step for step in steps if step.modules]
    if not offered:
        return None
    step = min(offered, key=lambda each: _knows(each.row))  # of equals the first, the largest gap
    titles = get_text_list([f"“{module.title}”" for module in step.modules], _("and"))
    return Decision(
        _("Plan %(modules)s before the next round, in working time.") % {"modules": titles},
        _("%(code)s %(name)s: %(cost)s.")
        % {
            "code": step.row.code,
            "name": step.row.name,
            "cost": in_words(need_cost(step), hourly),
        },
    )


def _practise(needs: Iterable[CompetenceRow]) -> Decision | None:
    known = [row.code for row in needs if _knows(row)]
    if not known:
        return None
    return Decision(
        _("Make room to practise %(codes)s: a case in the team meeting, or working in pairs.")
        % {"codes": _listed(known)},
        _(
            "Tested knowledge reaches the target, the self-rating does not: practice helps more "
            "than another lesson."
        ),
    )


def _look_at_knowledge(rows: Iterable[CompetenceRow]) -> Decision | None:
    behind = [row for row in rows if _behind(row) > 0]
    if not behind:
        return None
    row = max(behind, key=_behind)
    return Decision(
        _("Look into %(code)s %(name)s before you rely on it.")
        % {"code": row.code, "name": row.name},
        _("People rate themselves at %(rated)d, their answers show %(tested)d.")
        % {"rated": row.self_rating.median, "tested": row.tested.median},
    )


def _test(needs: Iterable[CompetenceRow]) -> Decision | None:
    unknown = [row.code for row in needs if row.tested.median is None]
    if not unknown:
        return None
    return Decision(
        _("Let more people take the quiz on %(codes)s.") % {"codes": _listed(unknown)},
        _("Tested knowledge of this is not shown, so the self-rating stands alone."),
    )


def _look_elsewhere(steps: Iterable[TrainingStep]) -> Decision | None:
    bare = [step.row.code for step in steps if not step.modules]
    if not bare:
        return None
    return Decision(
        _("Look for training in %(codes)s elsewhere.") % {"codes": _listed(bare)},
        _("No module is published for this yet."),
    )


def _read_above(rows: Sequence[CompetenceRow]) -> Decision | None:
    if not rows or any(row.self_rating.is_shown for row in rows):
        return None
    places = dict.fromkeys(row.self_rating.see_instead for row in rows)
    named = [place for place in places if place]
    if not named:
        return None
    return Decision(
        _("Decide with the summary of %(teams)s.") % {"teams": _listed(named)},
        _("The people of this team count there; about so few nothing is told apart."),
    )


def _set_targets(rows: Sequence[CompetenceRow]) -> Decision | None:
    shown = [row for row in rows if row.self_rating.is_shown]
    if not shown or any(row.self_rating.target is not None for row in shown):
        return None
    return Decision(
        _("Give every adviser a role profile with targets."),
        _("Without a target nobody can say what is missing."),
    )


def _share(strengths: Sequence[CompetenceRow]) -> Decision | None:
    if not strengths:
        return None
    row = strengths[0]
    return Decision(
        _("Let this team show others how it handles %(code)s %(name)s.")
        % {"code": row.code, "name": row.name},
        _("The target is reached here: %(figures)s.") % {"figures": row.self_rating.strength},
    )


def _next_round() -> Decision:
    return Decision(
        _("Set the day of the next check-in round now."),
        _("Only the next figures show whether what you do has helped."),
    )


def _knows(row: CompetenceRow) -> bool:
    """Return whether tested knowledge is published and reaches the target of the gap."""
    target = row.self_rating.target
    return target is not None and row.tested.median is not None and row.tested.median >= target


def _behind(row: CompetenceRow) -> int:
    """Return how many levels tested knowledge lies below the self-rating; 0 where not known."""
    if row.self_rating.median is None or row.tested.median is None:
        return 0
    return row.self_rating.median - row.tested.median


def _listed(words: list[str]) -> str:
    return get_text_list(words, _("and"))
