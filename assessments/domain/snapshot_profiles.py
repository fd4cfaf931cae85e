"""The cells of role profiles over the organisation as a whole: plain numbers in and out.

Rule 5 stands in `disclosure_partition.py`. As with teams, three groups are decided one inside the
other: everybody, those with a level, and those of these with a target.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from assessments.domain.disclosure import Decision, Rule
from assessments.domain.disclosure_partition import decide_profiles
from assessments.domain.snapshot_cells import (
    NOT_APPLICABLE,
    CellOutcome,
    Node,
    Parents,
    Person,
    Standing,
    TreeCells,
    outcome_of,
)

Profile = int


def decide_everybody(
    parents: Parents,
    homes: Mapping[Person, Node],
    profiles: Mapping[Person, Profile],
    around: Mapping[Node, Decision[Node]],
    k: int,
) -> dict[Profile, Decision[Node]]:
    """Decide for every role profile whether the number of its people may be known.

    Args:
        parents: each team's parent, None for the one top.
        homes: the reporting team of each person who counts.
        profiles: the role profile of each person who has one.
        around: what was decided of the teams, for everybody.
        k: the smallest group that may be published, in people.
    """
    return decide_profiles(parents, around, _places(homes, profiles, homes), k)


def profile_cells(
    parents: Parents,
    homes: Mapping[Person, Node],
    profiles: Mapping[Person, Profile],
    everybody: Mapping[Profile, Decision[Node]],
    tree: TreeCells,
    answers: Mapping[Person, int | str],
    targets: Mapping[Person, int],
    k: int,
) -> dict[Profile, CellOutcome]:
    """Return the outcome per role profile of one competence and one kind of evidence.

    Args:
        parents, homes, profiles, k: as in `decide_everybody`.
        everybody: what that returned.
        tree: the cells of the teams, for the same answers.
        answers: a level (0-5) or NOT_APPLICABLE per person; people without one are missing.
        targets: the level wanted of each person, where there is one.
    """
    rated = [who for who in homes if isinstance(answers.get(who), int)]
    aimed = [who for who in rated if who in targets]
    levels = decide_profiles(
        parents, tree.levels, _places(homes, profiles, rated), k, around=everybody
    )
    shares = decide_profiles(
        parents, tree.shares, _places(homes, profiles, aimed), k, around=levels
    )
    standings: dict[Profile, list[Standing]] = defaultdict(list)
    people, declined = Counter[Profile](), Counter[Profile]()
    for who in homes:
        profile, answer = profiles.get(who), answers.get(who)
        if profile is None:
            continue
        people[profile] += 1
        declined[profile] += answer == NOT_APPLICABLE
        if isinstance(answer, int):
            standings[profile].append((answer, targets.get(who)))
    return {
        profile: outcome_of(
            levels.get(profile, _nobody(decision)),
            profile in shares and shares[profile].published,
            standings[profile],
            declined[profile],
            people[profile],
            k,
        )
        for profile, decision in everybody.items()
    }


def _places(
    homes: Mapping[Person, Node], profiles: Mapping[Person, Profile], who: Iterable[Person]
) -> Counter[tuple[Node, Profile | None]]:
    """Return the number of these people per (reporting team, role profile or None)."""
    return Counter((homes[each], profiles.get(each)) for each in who)


def _nobody(around: Decision[Node]) -> Decision[Node]:
    """Return the decision of a profile of which nobody has a level."""
    return Decision(published=False, rule=Rule.MINIMUM_SIZE, see_instead=around.see_instead)
