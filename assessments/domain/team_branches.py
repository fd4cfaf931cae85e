"""A flat list of teams as the trees they make."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from cms.accounts.models import Team


@dataclass(frozen=True)
class Branch:
    """A team with those below it, as far as they are in the list."""

    team: Team
    below: list["Branch"] = field(default_factory=list)


def branches(teams: Iterable[Team]) -> list[Branch]:
    """Return the trees of teams that come in tree order; a team without its parent starts one."""
    tops: list[Branch] = []
    open_ones: list[Branch] = []
    for team in teams:
        while open_ones and not team.path.startswith(open_ones[-1].team.path):
            open_ones.pop()
        branch = Branch(team)
        (open_ones[-1].below if open_ones else tops).append(branch)
        open_ones.append(branch)
    return tops
