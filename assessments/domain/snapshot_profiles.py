"""The cells of role profiles over the organisation as a whole: plain numbers in and out.

Rule 5 stands in `disclosure_partition.py`. As with teams, three groups are decided one inside the
other: everybody, those with a level, and those of these with a target.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping

from assessments.domain.disclosure import Decision, Rule
from assessments.domain.disclosure_partition import decide_profiles
from assessments.domain.snapshot_cells import (
    CellOutcome,
    Node,
    Parents,
    Place,
    Profile,
    Standings,
    Tally,
    TreeCells,
    count_in,
    outcome_of,
    wanted,
)


def profile_cells(
    parents: Parents,
    people: Mapping[Place, int],
    everybody: Mapping[Profile, Decision[Node]],
    tree: TreeCells,
    given: Tally,
    asked: Mapping[Profile, int],
    k: int,
) -> dict[Profile, CellOutcome]:
    """Return the outcome per role profile of one competence and one kind of evidence.

    Args:
        parents: each team's parent, None for the one top.
        people: how many there are per reporting team and role profile.
        everybody: what `decide_profiles` said of them.
        tree: the cells of the teams, for the same answers.
        given: the answers of the people.
        asked: the level that each role profile asks.
        k: the smallest group that may be published, in people.
    """
    rated: dict[Place, int] = {}
    aimed: dict[Place, int] = {}
    standings: dict[Profile | None, Standings] = defaultdict(dict)
    declined, sizes = Counter[Profile | None](), Counter[Profile | None]()
    for (place, answer), some in given.items():
        profile = place[1]
        if isinstance(answer, int):
            target = wanted(asked, profile)
            count_in(rated, place, some)
            count_in(standings[profile], (answer, target), some)
            if target is not None:
                count_in(aimed, place, some)
        else:
            declined[profile] += some
    for (_home, profile), some in people.items():
        sizes[profile] += some
    levels = decide_profiles(parents, tree.levels, rated, k, around=everybody)
    shares = decide_profiles(parents, tree.shares, aimed, k, around=levels)
    return {
        profile: outcome_of(
            levels.get(profile, _nobody(decision)),
            profile in shares and shares[profile].published,
            standings[profile],
            declined[profile],
            sizes[profile],
            k,
        )
        for profile, decision in everybody.items()
    }


def _nobody(around: Decision[Node]) -> Decision[Node]:
    """Return the decision of a profile of which nobody has a level."""
    return Decision(published=False, rule=Rule.MINIMUM_SIZE, see_instead=around.see_instead)
