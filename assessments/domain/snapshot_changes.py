"""What changed since the snapshot before: read from where people counted then, by rule 4.

The rule stands in `disclosure_change.py`. Which level somebody had is not kept: the change is that
of the published medians, and the rule looks only at who counted where.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from assessments.domain.disclosure_change import decide_changes
from assessments.domain.snapshot_cells import Node, Parents, Person, with_level
from assessments.enums import Evidence, NoChange
from assessments.models import Cell, Snapshot, SnapshotNode, SnapshotPerson
from cms.bulk_rows import insert

Kind = tuple[str, int]  # kind of evidence, competence


@dataclass(frozen=True)
class Change:
    """How many levels a median rose, or why that is not told."""

    levels: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Before:
    """The snapshot that changes are counted from.

    `people` maps who had a level to the team where they counted and to the kinds of which a level
    was known; those who are deleted since are under negative numbers. `medians` holds the published
    ones per team.
    """

    snapshot: Snapshot
    parents: Parents
    people: Mapping[Person, tuple[Node, frozenset[Kind]]]
    medians: Mapping[Kind, Mapping[Node, int]]


def read_before(organisation_id: int, top: Node) -> Before | None:
    """Return the newest snapshot in which a team stood and whose people are still known.

    None for the first one; four queries.

    Args:
        organisation_id: of the team.
        top: the team that stands above all others of the round that is counted now.
    """
    stood = SnapshotNode.objects.filter(snapshot=OuterRef("pk"), team_key=top)
    snapshot = _with_people(organisation_id).filter(Exists(stood)).first()
    if snapshot is None:
        return None
    teams = dict(snapshot.nodes.values_list("team_key", "parent_key"))
    parents = {team: above if above in teams else None for team, above in teams.items()}
    medians: dict[Kind, dict[Node, int]] = defaultdict(dict)
    shown = Cell.objects.filter(node__snapshot=snapshot, withheld="", median__isnull=False)
    for team, competence, evidence, median in shown.values_list(
        "node__team_key", "competence_id", "evidence", "median"
    ).iterator():
        if median is not None:
            medians[evidence, competence][team] = median
    return Before(snapshot, parents, _people_then(snapshot), medians)


def changes_of(
    before: Before,
    kind: Kind,
    parents: Parents,
    homes: Mapping[Person, Node],
    medians: Mapping[Node, int],
    versions: Mapping[str, list[int]],
    k: int,
) -> dict[Node, Change]:
    """Return the change of each team whose figures are published now.

    Args:
        before: the snapshot to count from.
        kind: kind of evidence and competence.
        parents: each team's parent now, None for the top.
        homes: the reporting team of everybody with a level now.
        medians: the published ones now, per team.
        versions: of the words that were rated, per competence.
        k: the smallest group that may be told about now, in people.
    """
    evidence, competence = kind
    then = before.medians.get(kind, {})
    if evidence == Evidence.SELF and not _is_comparable(before, competence, versions):
        return dict.fromkeys(medians, Change(reason=NoChange.VERSION))
    rules = decide_changes(
        before.parents,
        parents,
        then.keys() & medians.keys(),
        _moves(kind, before.people, homes),
        max(k, before.snapshot.minimum_group_size),
    )
    return {
        team: Change(levels=median - then[team])
        if rules[team] is None
        else Change(reason=str(rules[team]))
        for team, median in medians.items()
    }


def keep_people(
    snapshot: Snapshot,
    homes: Mapping[Person, Node],
    answers: Mapping[Kind, Mapping[Person, int | str]],
) -> None:
    """Store where everybody counts, for the snapshot after this one.

    Args:
        snapshot: just taken.
        homes: the team per person.
        answers: per (kind of evidence, competence): a level, or a word when there is none.
    """
    counted: dict[Person, list[Kind]] = defaultdict(list)
    for kind, given in answers.items():
        for who in with_level(given):
            counted[who].append(kind)
    written = cache(_as_json)
    insert(
        SnapshotPerson,
        ("snapshot_id", "user_id", "team_key", "counted"),
        (
            (snapshot.pk, who, team, written(tuple(counted[who])))
            for who, team in homes.items()
            if who in counted
        ),
    )


def _as_json(kinds: tuple[Kind, ...]) -> str:
    """Return kinds as they are stored; many people have the same."""
    counted: dict[str, list[int]] = defaultdict(list)
    for evidence, competence in kinds:
        counted[str(evidence)].append(competence)
    return json.dumps(counted)


def forget_people(snapshot: Snapshot, teams: Parents, *, is_whole: bool) -> None:
    """Remove the people of earlier snapshots that the one just taken comes after altogether.

    Args:
        snapshot: just taken.
        teams: all its teams.
        is_whole: whether they are the whole organisation.
    """
    tops = SnapshotNode.objects.filter(snapshot=OuterRef("pk")).order_by("depth", "path")
    earlier = _with_people(snapshot.organisation_id).exclude(pk=snapshot.pk)
    rows = earlier.annotate(top=Subquery(tops.values("team_key")[:1])).values_list("pk", "top")
    covered = [pk for pk, top in rows if is_whole or top in teams]
    SnapshotPerson.objects.filter(snapshot__in=covered).delete()


def _with_people(organisation_id: int) -> QuerySet[Snapshot]:
    """Return the snapshots of which it is still known who counted where, newest first."""
    people = SnapshotPerson.objects.filter(snapshot=OuterRef("pk"))
    return Snapshot.objects.filter(Exists(people), organisation=organisation_id).order_by(
        "-taken_at", "-pk"
    )


def _people_then(snapshot: Snapshot) -> dict[Person, tuple[Node, frozenset[Kind]]]:
    """Return who counted where; those of whom the same is known share it, for there are many."""
    people: dict[Person, tuple[Node, frozenset[Kind]]] = {}
    alike: dict[str, frozenset[Kind]] = {}
    rows = SnapshotPerson.objects.filter(snapshot=snapshot)
    for pk, user, team, counted in rows.values_list(
        "pk", "user_id", "team_key", "counted"
    ).iterator():
        key = repr(counted)
        if key not in alike:
            alike[key] = frozenset(
                (evidence, competence)
                for evidence, competences in counted.items()
                for competence in competences
            )
        people[-pk if user is None else user] = (team, alike[key])
    return people


def _is_comparable(before: Before, competence: int, versions: Mapping[str, list[int]]) -> bool:
    """Return whether everybody rated the same words, both times."""
    key = str(competence)
    return len({*before.snapshot.versions.get(key, []), *versions.get(key, [])}) <= 1


def _moves(
    kind: Kind,
    then: Mapping[Person, tuple[Node, frozenset[Kind]]],
    now: Mapping[Person, Node],
) -> Counter[tuple[Node | None, Node | None]]:
    """Return the people who are not where they were, per (team then, team now)."""
    moves = Counter[tuple[Node | None, Node | None]]()
    for who, (team, known) in then.items():
        if kind in known and now.get(who) != team:
            moves[team, now.get(who)] += 1
    for who, home in now.items():
        if who not in then or kind not in then[who][1]:
            moves[None, home] += 1
    return moves
