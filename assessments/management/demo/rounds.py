"""Three check-in rounds of the demo: a baseline and a quarter, both closed, and one that is open.

Everything goes through the verbs that the screens use; only chance is put in place of people.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from assessments.domain.actions import ActionDraft
from assessments.domain.campaigns import RoundSettings, activate_campaign, create_campaign
from assessments.domain.checkin_ratings import RatingDraft, save_ratings
from assessments.domain.checkins import save_actions, start_check_in, submit_check_in
from assessments.domain.levels import rebuild_levels
from assessments.domain.reflections import ReflectionText, save_reflection
from assessments.domain.snapshots import close_campaign
from assessments.enums import Cause, Frequency, Purpose, QuizMode, RatingAnswer
from assessments.management.demo.learning import (
    AFTER_BASELINE,
    AFTER_SECOND,
    ask_teams,
    read,
)
from assessments.management.demo.people import DemoOrganisation
from assessments.management.demo.quizzes import add_attempts
from assessments.models import Campaign, Quiz
from cms.accounts.models import Membership, User
from training.models import Competence, CompetenceVersion

# What people of each profile can do on average, and how hard each competence is for everyone.
START = {"new": 1.7, "experienced": 2.9, "outreach-digital": 3.0, "lmi-specialist": 4.1,
         "team-lead": 3.0}  # fmt: skip
EASE = {"A1": 0.5, "A2": 0.1, "A3": 0.3, "B1": -0.8, "B2": -0.6, "C1": 0.2, "C2": 0.3, "C3": 0.4,
        "C4": -0.3, "D1": -0.7, "D2": 0.0, "D3": -0.4}  # fmt: skip
TEAM_EASE = {"Gent": {"B1": -0.4, "D1": 0.8, "C3": 0.4}, "Utrecht": {"B2": 0.7, "A2": -0.5},
             "Antwerpen": {"D3": 0.6}}  # fmt: skip
GROWTH = {"B1": 0.5, "D1": 0.4, "B2": 0.2}
ASKED_AFTER, LEARNING_DAYS = 6, 60
WORKS = ["Ik heb een vaste plek voor mijn bronnen en ik open ze voor elk gesprek.",
         "Een cijfer in gewone woorden werkt beter dan een tabel.",
         "Klanten zoeken zelf mee en onthouden het dan ook."]  # fmt: skip
DOES_NOT = ["Ik gebruik nog te vaak een cijfer waarvan ik de herkomst niet nakijk.",
            "Voor klanten die moeilijk lezen vind ik weinig bruikbaar materiaal.",
            "Als iemand iets onverwachts vraagt, val ik terug op een zoekmachine."]  # fmt: skip
WHY = ["Er is weinig tijd tussen twee gesprekken.", "Ik weet niet goed waar ik moet kijken.", ""]


@dataclass(frozen=True)
class Round:
    """One round of the demo: when it ran, its name, and the share of people who took part."""

    names: dict[str, str]
    opens_at: datetime
    closes_at: datetime
    share: float
    is_open: bool = False


def rounds_until(now: datetime) -> list[Round]:
    """Return the rounds seen from today: half a year back, a quarter back, and the running one."""
    noon = timezone.localtime(now).replace(hour=12, minute=0, second=0, microsecond=0)

    def day(offset: int) -> datetime:
        return noon + timedelta(days=offset)

    return [
        Round({"nl": "Nulmeting", "en": "Baseline"}, day(-190), day(-170), 0.95),
        Round({"nl": "Tweede check-in", "en": "Second check-in"}, day(-100), day(-80), 0.93),
        Round({"nl": "Derde check-in", "en": "Third check-in"}, day(-5), day(19), 0.4, True),
    ]


class Story:
    """Plays the rounds for one organisation."""

    def __init__(self, demo: DemoOrganisation, now: datetime, rng: Random) -> None:
        self.demo = demo
        self.now = now
        self.rng = rng
        self.chance = Random(len(demo.advisers))  # noqa: S311  apart, so that levels stay as they are
        self.competences = list(Competence.objects.core())
        checks = Quiz.objects.filter(mode=QuizMode.CHECK, competences__in=self.competences)
        self.quizzes = list(checks.distinct().prefetch_related("competences"))
        self.versions = dict(
            CompetenceVersion.objects.filter(is_current=True).values_list("competence_id", "pk")
        )
        self.abilities = self._abilities()

    def play(self) -> None:
        """Play every round, oldest first; closed ones leave their snapshot."""
        for number, chapter in enumerate(rounds_until(self.now)):
            campaign = self._open(chapter)
            end = min(chapter.closes_at, self.now)
            if number < 2:
                people = list(self.abilities.items())
                add_attempts(people, self.quizzes, now=end, rng=self.rng)
                rebuild_levels(user_ids=[user.pk for user in self.demo.advisers], now=end)
            for user in self._taking_part(chapter):
                self._check_in(campaign, user, end - timedelta(hours=self.rng.randrange(3, 90)))
            if not chapter.is_open:
                close_campaign(campaign=campaign, now=chapter.closes_at)
                self._grow()
                self._learn(number, chapter.closes_at)

    def _learn(self, number: int, since: datetime) -> None:
        """Let people learn after a round; the demo's adviser has a desk with a story of its own."""
        asked = (AFTER_BASELINE, AFTER_SECOND)[number]
        ask_teams(self.demo.organisation, asked, since + timedelta(days=ASKED_AFTER))
        others = [user for user in self.demo.advisers if user.email != "adviser@peil.example"]
        read(others, since, LEARNING_DAYS, self.chance)

    def _abilities(self) -> dict[User, dict[int, float]]:
        memberships = Membership.objects.advisers().filter(organisation=self.demo.organisation)
        abilities = {}
        for membership in memberships.select_related(
            "user", "team", "role_assignment__profile"
        ).order_by("pk"):
            start = START[membership.role_assignment.profile.code] + self.rng.gauss(0, 0.35)
            local = TEAM_EASE.get(membership.team.name, {})
            abilities[membership.user] = {
                competence.pk: start
                + EASE[competence.code]
                + local.get(competence.code, 0)
                + self.rng.gauss(0, 0.4)
                for competence in self.competences
            }
        return abilities

    def _grow(self) -> None:
        for ability in self.abilities.values():
            for competence in self.competences:
                ability[competence.pk] += GROWTH.get(competence.code, 0.1)

    def _open(self, chapter: Round) -> Campaign:
        campaign = create_campaign(
            organisation=self.demo.organisation,
            team=self.demo.root,
            purpose=Purpose.TEAM_PLANNING,
            names=chapter.names,
            competences=self.competences,
            opens_at=chapter.opens_at,
            closes_at=chapter.closes_at,
            settings=RoundSettings(works_council_noted=True),
        )
        return activate_campaign(campaign=campaign, now=chapter.opens_at)

    def _taking_part(self, chapter: Round) -> list[User]:
        """Return who takes part; the demo's adviser did in closed rounds, not yet in the open."""
        first = "adviser@peil.example"
        people = []
        for user in self.abilities:
            chosen = self.rng.random() < chapter.share
            if chapter.is_open:
                chosen = chosen and user.email != first
            elif user.email == first:
                chosen = True
            if chosen:
                people.append(user)
        return people

    def _check_in(self, campaign: Campaign, user: User, when: datetime) -> None:
        check_in = start_check_in(campaign=campaign, user=user, now=when)
        drafts = [self._draft(user, competence) for competence in self.competences]
        save_ratings(check_in=check_in, drafts=drafts, revision=check_in.revision, now=when)
        check_in = save_reflection(
            check_in=check_in,
            text=ReflectionText(
                works=self.rng.choice(WORKS),
                does_not_work=self.rng.choice(DOES_NOT),
                why=self.rng.choice(WHY),
                causes=tuple(sorted(self.rng.sample(Cause.values, 2))),
            ),
            revision=check_in.revision,
            now=when,
        )
        if user.email == "adviser@peil.example" and campaign.closes_at > self.now - timedelta(100):
            check_in = self._plan(check_in, drafts, when)
        submit_check_in(check_in=check_in, revision=check_in.revision, now=when)

    def _draft(self, user: User, competence: Competence) -> RatingDraft:
        fields = {"competence_id": competence.pk, "version_id": self.versions[competence.pk]}
        if competence.code in ("C4", "D3") and self.rng.random() < 0.05:
            return RatingDraft(**fields, answer=RatingAnswer.NOT_APPLICABLE)
        level = self.abilities[user][competence.pk] + self.rng.gauss(0, 0.35)
        return RatingDraft(
            **fields,
            answer=RatingAnswer.LEVEL,
            level=max(0, min(5, round(level))),
            frequency=self.rng.choice(Frequency.values),
        )

    def _plan(self, check_in, drafts: list[RatingDraft], when: datetime):
        codes = {competence.pk: competence.code for competence in self.competences}
        weakest = next(draft for draft in drafts if codes[draft.competence_id] == "B1")
        action = ActionDraft(
            competence_id=weakest.competence_id,
            to_level=min(5, (weakest.level or 0) + 1),
            what="Ik doe de broncheck met acht vragen bij elke nieuwe bron.",
            until=timezone.localdate(when) + timedelta(days=110),
        )
        return save_actions(
            check_in=check_in, actions=[action], revision=check_in.revision, now=when
        )
