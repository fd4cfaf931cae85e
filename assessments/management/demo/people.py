"""The people of the demo: Loopbaanhuis with its team tree, and Werkpunt beside it."""

from dataclasses import dataclass
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from assessments.domain.role_profiles import assign_role_profile, load_role_profiles
from cms.accounts.enums import Role
from cms.accounts.models import Membership, Organisation, Team, User

PASSWORD = "peil-demo-2026"  # noqa: S105  the demo's public password

# name of the team: (name of its parent, its advisers)
TREE: dict[str, tuple[str, list[str]]] = {
    "Vlaanderen": ("Loopbaanhuis", ["Griet Maes", "Pieter Claes", "Samira El Idrissi"]),
    "Antwerpen": (
        "Vlaanderen",
        [
            "An Peeters", "Bart Janssens", "Fatima Ouali", "Jef Wouters", "Karen Goossens",
            "Mehmet Yilmaz", "Nele Hermans", "Stijn Van Dyck", "Tine Aerts",
        ],
    ),
    "Gent": (
        "Vlaanderen",
        [
            "Lien De Smet", "Wim De Clercq", "Hanne Verbeke", "Joris De Backer", "Aïcha Benali",
            "Sofie Van Damme", "Koen Lambrecht",
        ],
    ),
    "Kortrijk": (
        "Vlaanderen", ["Ellen Vandenberghe", "Dries Callens", "Marie Demeyer", "Ruben Devos"],
    ),
    "Nederland": ("Loopbaanhuis", []),
    "Utrecht": (
        "Nederland",
        [
            "Marieke de Vries", "Jeroen Bakker", "Sanne Visser", "Thijs Smit", "Yasmina Bouazza",
            "Daan Mulder", "Femke de Boer", "Ingrid van Leeuwen",
        ],
    ),
    "Zwolle": (
        "Nederland",
        [
            "Lotte Hendriks", "Ruud Dekker", "Anouk van den Berg", "Willem Kok", "Noor Jacobs",
            "Sjoerd Postma",
        ],
    ),
}  # fmt: skip

# One in ten is new, most are experienced; the pattern is the same on every machine.
PROFILES = [
    "experienced", "experienced", "new", "experienced", "outreach-digital",
    "experienced", "experienced", "lmi-specialist", "experienced", "experienced",
]  # fmt: skip
FIRST_OF = {"Gent": "adviser@peil.example"}


@dataclass(frozen=True)
class DemoOrganisation:
    organisation: Organisation
    root: Team
    advisers: list[User]


@dataclass(frozen=True)
class Account:
    """One way into the demo, for the list that the command prints."""

    email: str
    name: str
    shows: str


ACCOUNTS = [
    Account("adviser@peil.example", "Lien De Smet", "adviser in Gent; a check-in is open"),
    Account("manager@peil.example", "Mieke Baert", "manages team Gent"),
    Account("lead@peil.example", "Hendrik Vos", "organisation manager of Loopbaanhuis"),
    Account("editor@peil.example", "Els Thijs", "writes lessons and questions, submits them"),
    Account("reviewer@peil.example", "Rita Coppens", "reviews and publishes lessons"),
    Account("translator@peil.example", "Tom Adams", "translates lessons"),
    Account("people@peil.example", "Rik Bosmans", "organisation administrator of Loopbaanhuis"),
    Account("admin@peil.example", "Ada Admin", "superuser"),
    Account("other@peil.example", "Olga Petit", "adviser of another organisation, Werkpunt"),
]
# group of the administration: who is in it
DESK = {
    "Editors": "editor@peil.example",
    "Reviewers": "reviewer@peil.example",
    "Translators": "translator@peil.example",
}
NAMES = {account.email: account.name for account in ACCOUNTS}


class PeopleMaker:
    """Makes users with one hashed password, so that forty people take no forty hashes."""

    def __init__(self, today: date) -> None:
        self.password = make_password(PASSWORD)
        self.start = today - timedelta(days=400)

    def user(self, email: str, name: str, **fields) -> User:
        first, _, last = name.partition(" ")
        user = User.objects.create(
            email=email, first_name=first, last_name=last, password=self.password, **fields
        )
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        return user

    def join(self, user: User, organisation: Organisation, role: Role, team=None) -> Membership:
        return Membership.objects.create(
            user=user, organisation=organisation, role=role, team=team, start=self.start
        )


def address_of(name: str) -> str:
    """Return the demo address of a person, without accents and spaces."""
    plain = name.lower().replace("ï", "i").replace(" ", ".")
    return f"{plain}@peil.example"


def make_loopbaanhuis(maker: PeopleMaker) -> DemoOrganisation:
    """Return Loopbaanhuis with its tree and advisers, each with a role profile."""
    organisation = Organisation.objects.create(name="Loopbaanhuis", slug="loopbaanhuis")
    profiles = load_role_profiles(organisation=organisation)
    teams = {"Loopbaanhuis": Team.add_root(organisation=organisation, name="Loopbaanhuis")}
    advisers: list[User] = []
    for team_name, (parent, names) in TREE.items():
        above = Team.objects.get(pk=teams[parent].pk)
        teams[team_name] = above.add_child(organisation=organisation, name=team_name)
        for position, name in enumerate(names):
            first = FIRST_OF.get(team_name) if position == 0 else None
            user = maker.user(first or address_of(name), name)
            membership = maker.join(user, organisation, Role.ADVISER, teams[team_name])
            code = "experienced" if first else PROFILES[len(advisers) % len(PROFILES)]
            assign_role_profile(membership=membership, profile=profiles[code])
            advisers.append(user)
    for email, role, team in (
        ("manager@peil.example", Role.TEAM_MANAGER, teams["Gent"]),
        ("lead@peil.example", Role.ORGANISATION_MANAGER, None),
        *((email, Role.EDITOR, None) for email in DESK.values()),
        ("people@peil.example", Role.ORGANISATION_ADMINISTRATOR, None),
    ):
        maker.join(maker.user(email, NAMES[email]), organisation, role, team)
    return DemoOrganisation(organisation, teams["Loopbaanhuis"], advisers)


def make_werkpunt(maker: PeopleMaker) -> DemoOrganisation:
    """Return the second organisation: one team, one adviser."""
    organisation = Organisation.objects.create(name="Werkpunt", slug="werkpunt")
    profiles = load_role_profiles(organisation=organisation)
    root = Team.add_root(organisation=organisation, name="Werkpunt")
    user = maker.user("other@peil.example", NAMES["other@peil.example"])
    membership = maker.join(user, organisation, Role.ADVISER, root)
    assign_role_profile(membership=membership, profile=profiles["experienced"])
    return DemoOrganisation(organisation, root, [user])


def make_superuser(maker: PeopleMaker) -> User:
    email = "admin@peil.example"
    return maker.user(email, NAMES[email], is_staff=True, is_superuser=True)
