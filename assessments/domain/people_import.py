"""Bringing advisers into an organisation: what a list would do, and then exactly that.

All that is wrong is said at once, and nothing is stored while anything is. Whoever is not on the
list stays as they are.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.models import RoleAssignment, RoleProfile
from cms.accounts.enums import Role
from cms.accounts.models import Membership, Organisation, Team, User
from training.domain.problems import Problem, ProblemsFound

SEPARATOR = " > "
BATCH = 1000
LONGEST_NAME = 150


class PersonEffect(StrEnum):
    """What becomes of a person on the list."""

    NEW = "new"
    MOVED = "moved"
    UNCHANGED = "unchanged"


class PeopleChanged(ValueError):
    """The organisation is not as it was when the list was shown."""


@dataclass(frozen=True)
class PersonRow:
    """One line of a list; `team` is a name, or a path such as "Vlaanderen > Gent"."""

    line: int
    email: str
    first_name: str
    last_name: str
    team: str
    role_profile: str = ""
    language: str = ""


@dataclass(frozen=True)
class PlannedPerson:
    """What a line would do: `user` is the account there is, `memberships` those that end.

    `profile` is the id of a role profile; that of before where the list names none.
    """

    row: PersonRow
    effect: PersonEffect
    team: Team
    profile: int | None
    user: int | None
    memberships: tuple[int, ...]


@dataclass(frozen=True)
class PeoplePlan:
    """What a list would do, line by line; `problems` in the order of the lines."""

    people: tuple[PlannedPerson, ...]
    problems: tuple[Problem, ...]

    def count(self, effect: PersonEffect) -> int:
        """Return how many lines have an effect."""
        return sum(person.effect == effect for person in self.people)

    @property
    def digest(self) -> str:
        """Return a name of what would be done: another plan has another."""
        lines = (
            (each.row.line, each.row.email, each.effect, each.team.pk, each.user, each.memberships)
            for each in self.people
        )
        return hashlib.sha256(repr(list(lines)).encode()).hexdigest()


def plan_people(
    rows: Sequence[PersonRow], *, organisation: Organisation, today: date
) -> PeoplePlan:
    """Return what a list would do; four queries, and one more per thousand people.

    An account that exists already is not told apart from a new one: it may be of elsewhere.
    """
    teams = _teams(organisation)
    profiles = {row.code: row for row in RoleProfile.objects.filter(organisation=organisation)}
    users = _users(row.email for row in rows)
    works = _works(organisation, today)
    seen: dict[str, int] = {}
    people, problems = [], []
    for row in rows:
        wrong = [*_wrong(row, teams, profiles)]
        if row.email in seen:
            wrong.append(_("The same address stands in line %(line)d.") % {"line": seen[row.email]})
        seen.setdefault(row.email, row.line)
        if wrong:
            place = _("line %(line)d") % {"line": row.line}
            problems += [Problem(place, message) for message in wrong]
            continue
        user = users.get(row.email)
        held_now = works.get(user, []) if user else []
        work = held_now[0] if held_now else None
        [team] = teams[row.team.lower()]
        assigned = getattr(work, "role_assignment", None)
        held = assigned.profile_id if assigned else None
        profile = profiles[row.role_profile].pk if row.role_profile else held
        people.append(
            PlannedPerson(
                row=row,
                effect=_effect(work, team, is_same=profile == held),
                team=team,
                profile=profile,
                user=user,
                memberships=tuple(each.pk for each in held_now),
            )
        )
    return PeoplePlan(tuple(people), tuple(problems))


@transaction.atomic
def import_people(
    rows: Sequence[PersonRow], *, organisation: Organisation, digest: str, today: date
) -> PeoplePlan:
    """Do what was shown and return it: accounts, memberships as adviser, role profiles.

    Who moves leaves the old team yesterday; whose place began today is corrected. New accounts have
    no password: their owners set one by "Forgot your password?".

    Raises:
        ProblemsFound: when anything is wrong; nothing is stored.
        PeopleChanged: when it would do something else than was shown.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    plan = plan_people(rows, organisation=organisation, today=today)
    if plan.problems:
        raise ProblemsFound(plan.problems)
    if plan.digest != digest:
        raise PeopleChanged
    changing = [each for each in plan.people if each.effect != PersonEffect.UNCHANGED]
    accounts = _accounts(changing)
    _end([pk for each in changing for pk in each.memberships], today)
    memberships = Membership.objects.bulk_create(
        [
            Membership(
                user_id=each.user or accounts[each.row.email],
                organisation=organisation,
                team=each.team,
                role=Role.ADVISER,
                start=today,
            )
            for each in changing
        ],
        batch_size=BATCH,
    )
    RoleAssignment.objects.bulk_create(
        [
            RoleAssignment(membership=membership, profile_id=each.profile)
            for membership, each in zip(memberships, changing, strict=True)
            if each.profile
        ],
        batch_size=BATCH,
    )
    return plan


def _teams(organisation: Organisation) -> dict[str, list[Team]]:
    """Return the teams by name, and by each path that ends in it, in small letters.

    A name, or a short path, may be of several.
    """
    named: dict[str, list[Team]] = {}
    names: dict[str, list[str]] = {}
    for team in Team.objects.filter(organisation=organisation):
        names[team.path] = [*names.get(team.path[: -Team.steplen], []), team.name.lower()]
        whole = names[team.path]
        for start in range(len(whole)):
            named.setdefault(SEPARATOR.join(whole[start:]), []).append(team)
    return named


def _works(organisation: Organisation, today: date) -> dict[int, list[Membership]]:
    """Return the places of advisers that have not ended, those to come too, the first first."""
    rows = Membership.objects.advisers().filter(
        Q(until__isnull=True) | Q(until__gte=today), organisation=organisation
    )
    works: dict[int, list[Membership]] = {}
    for membership in rows.select_related("role_assignment").order_by("start", "pk"):
        works.setdefault(membership.user_id, []).append(membership)
    return works


def _users(emails: Iterable[str]) -> dict[str, int]:
    wanted = sorted({email for email in emails if email})
    found: dict[str, int] = {}
    for start in range(0, len(wanted), BATCH):
        rows = User.objects.filter(email__in=wanted[start : start + BATCH])
        found |= {email.lower(): pk for email, pk in rows.values_list("email", "pk")}
    return found


def _wrong(
    row: PersonRow, teams: Mapping[str, Sequence[Team]], profiles: Mapping[str, RoleProfile]
) -> Iterable[str]:
    """Yield what is wrong with a line by itself."""
    try:
        validate_email(row.email)
    except ValidationError:
        yield _("“%(email)s” is no e-mail address.") % {"email": row.email}
    if max(len(row.first_name), len(row.last_name)) > LONGEST_NAME:
        yield _("A name has at most %(count)d characters.") % {"count": LONGEST_NAME}
    found = teams.get(row.team.lower(), [])
    if not found:
        yield _("There is no team “%(team)s”.") % {"team": row.team}
    elif len(found) > 1:
        yield _(
            "Several teams are called “%(team)s”: write the teams above it too, such as “%(path)s”."
        ) % {"team": row.team, "path": f"Nederland{SEPARATOR}Utrecht"}
    if row.role_profile and row.role_profile not in profiles:
        yield _("There is no role profile “%(code)s”; there are: %(codes)s.") % {
            "code": row.role_profile,
            "codes": ", ".join(sorted(profiles)),
        }
    if row.language and row.language not in dict(settings.LANGUAGES):
        yield _("The language is nl or en, not “%(language)s”.") % {"language": row.language}


def _effect(work: Membership | None, team: Team, *, is_same: bool) -> PersonEffect:
    if work is None:
        return PersonEffect.NEW
    if work.team_id == team.pk and is_same:
        return PersonEffect.UNCHANGED
    return PersonEffect.MOVED


def _accounts(changing: Sequence[PlannedPerson]) -> dict[str, int]:
    """Make the accounts that are missing, and return them by address."""
    users = []
    for each in changing:
        if each.user is None:
            row = each.row
            user = User(
                email=row.email,
                first_name=row.first_name,
                last_name=row.last_name,
                language=row.language or settings.LANGUAGE_CODE,
            )
            user.set_unusable_password()
            users.append(user)
    made = User.objects.bulk_create(users, batch_size=BATCH)
    return {user.email: user.pk for user in made}


def _end(memberships: Sequence[int], today: date) -> None:
    """End memberships yesterday; those that begin today or later never were."""
    for start in range(0, len(memberships), BATCH):
        rows = Membership.objects.filter(pk__in=memberships[start : start + BATCH])
        rows.filter(start__gte=today).delete()
        rows.update(until=today - timedelta(days=1))
