"""A large organisation: its tree of teams, its advisers with a role, and two who manage."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.text import slugify

from assessments.domain.role_profiles import load_role_profiles
from assessments.management.demo.people import PASSWORD
from assessments.models import RoleAssignment, Target
from cms.accounts.enums import Role
from cms.accounts.models import Membership, Organisation, Team, User
from cms.bulk_rows import insert, moment, next_id

FIRST = (
    "Anaïs", "Bjørn", "Céline", "Dóra", "Eglė", "Françoise", "Günther", "Héloïse", "İrem", "Jiří",
    "Kőszeg", "Łukasz", "Māra", "Noor", "Øystein", "Piotr", "Raúl", "Šárka", "Þóra", "Ünal",
    "Vít", "Wietske", "Xènia", "Ýmir", "Žofia", "Åsa", "Ștefan", "Ðorđe", "Ñuflo", "Ελένη", "Иван",
)  # fmt: skip
LAST = (
    "Äijälä", "Bőhm", "Çelik", "De Smet", "Ērgle", "Fiński", "Ġusti", "Ħassan", "Ińska", "Jansson",
    "Kraļevs", "Ľupták", "Müller", "Novák", "Ó Briain", "Përlala", "Ružić", "Świątek", "Țepeș",
    "Ušakov", "Vītols", "Wójcik", "Ždanov", "Παπάς", "Георгиев", "van der Meer",
)  # fmt: skip
# Of ten advisers, by the shipped role profiles.
ROLES = (*["experienced"] * 6, "new", "new", "outreach-digital", "lmi-specialist")
CHILDREN = 12  # teams below one of the upper teams


@dataclass(frozen=True)
class Person:
    """An adviser: how able, from -1 to 1, and which targets the role sets, by competence."""

    user: int
    ability: float
    targets: dict[int, int]


def build_organisation(*, name: str, teams: int, rng: Random) -> tuple[Organisation, list[Team]]:
    """Return a new organisation and its teams, parents first.

    Args:
        name: of the organisation; no other may have it.
        teams: how many there are, with the root; at least 1.
    """
    organisation = Organisation.objects.create(name=name, slug=slugify(name))
    root = Team.add_root(organisation=organisation, name=name)
    made = [root]
    steps: dict[str, int] = {}
    for number in range(1, teams):
        above = made[(number - 1) // CHILDREN]
        steps[above.path] = steps.get(above.path, 0) + 1
        made.append(
            Team(
                organisation=organisation,
                name=f"{rng.choice(LAST)} {number}",
                depth=above.depth + 1,
                path=Team._get_path(above.path, above.depth + 1, steps[above.path]),
            )
        )
    for team in made:
        team.numchild = steps.get(team.path, 0)
    Team.objects.bulk_create(made[1:], batch_size=1000)
    Team.objects.filter(pk=root.pk).update(numchild=root.numchild)
    return organisation, list(Team.objects.filter(organisation=organisation))


def add_advisers(
    *, organisation: Organisation, teams: list[Team], number: int, rng: Random
) -> list[Person]:
    """Store advisers over the teams, unevenly: most work in teams without others below them."""
    profiles = load_role_profiles(organisation=organisation)
    wanted: dict[int, dict[int, int]] = {profile.pk: {} for profile in profiles.values()}
    for profile, competence, level in Target.objects.filter(profile__in=wanted).values_list(
        "profile_id", "competence_id", "level"
    ):
        wanted[profile][competence] = level
    first_user, first_membership = next_id(User), next_id(Membership)
    weights = [rng.paretovariate(2) * (0.1 if team.numchild else 1) for team in teams]
    homes = rng.choices(teams, weights, k=number)
    roles = [profiles[rng.choice(ROLES)].pk for _ in range(number)]
    joined = [_day_of_joining(rng) for _ in range(number)]
    insert(
        User,
        ("id", "password", "is_superuser", "first_name", "last_name", "is_staff", "is_active",
         "date_joined", "email", "language"),
        (
            (first_user + n, "!", False, rng.choice(FIRST), rng.choice(LAST), False, True,
             moment(_noon(joined[n])), f"adviser{first_user + n}@{organisation.slug}.example",
             rng.choice(("nl", "en")))
            for n in range(number)
        ),
    )  # fmt: skip
    insert(
        Membership,
        ("id", "user_id", "organisation_id", "team_id", "role", "start"),
        (
            (first_membership + n, first_user + n, organisation.pk, home.pk, Role.ADVISER.value,
             joined[n].isoformat())
            for n, home in enumerate(homes)
        ),
    )  # fmt: skip
    insert(
        RoleAssignment,
        ("membership_id", "profile_id"),
        ((first_membership + n, role) for n, role in enumerate(roles)),
    )
    return [
        Person(first_user + n, max(-1.0, min(1.0, rng.gauss(0, 0.5))), wanted[role])
        for n, role in enumerate(roles)
    ]


def add_manager(*, organisation: Organisation, now: datetime) -> User:
    """Return the organisation's manager, who signs in with the password of the demo."""
    manager = User.objects.create_user(f"lead@{organisation.slug}.example", PASSWORD)
    EmailAddress.objects.create(user=manager, email=manager.email, verified=True, primary=True)
    Membership.objects.create(
        user=manager,
        organisation=organisation,
        role=Role.ORGANISATION_MANAGER,
        start=timezone.localdate(now),
    )
    return manager


def _day_of_joining(rng: Random) -> date:
    """Return a day: most have been there for years, one in ten came in the last two."""
    years = 2 if rng.random() < 0.1 else 8
    return timezone.localdate() - timedelta(days=rng.randrange(30, 365 * years))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone())
