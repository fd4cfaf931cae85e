"""Check-ins under any sequence of starting, saving, submitting, reopening and closing.

Whatever the order, stale forms included: ratings are never changed, the first answer is kept,
current levels equal what history gives, and a plain model of the rules foretells what is refused.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.domain.checkin_rules import (
    AlreadySubmitted,
    CampaignClosed,
    NothingRated,
    StaleForm,
)
from assessments.domain.checkins import reopen_check_in, start_check_in, submit_check_in
from assessments.domain.levels import rebuild_levels
from assessments.enums import CheckInState
from assessments.models import Campaign, CheckIn, CurrentLevel, DraftRating, Rating
from tests.factories.campaigns import end_campaign, make_campaign, save_levels
from tests.random_cases import drawn

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels"))
CODES = ["A1", "B1", "C1"]
WORDS = {"not_applicable": "na", "declined": "no"}
REFUSALS = (AlreadySubmitted, CampaignClosed, NothingRated, StaleForm)

answers = st.one_of(st.integers(0, 5), st.sampled_from(["na", "no", ""]))
stale = st.sampled_from([False] * 5 + [True])
levels = st.dictionaries(st.sampled_from(CODES), answers, min_size=1)
saves = st.tuples(st.just("save"), levels, stale)
submits = st.tuples(st.just("submit"), stale)
reopens = st.just(("reopen",))
closes = st.just(("close",))
steps = st.one_of(saves, submits, submits, reopens, reopens, saves)
sequences = st.tuples(
    st.lists(steps, min_size=3, max_size=12), st.lists(st.one_of(closes, steps), max_size=3)
).map(lambda parts: [*parts[0], *parts[1]])


@dataclass
class Model:
    """The rules as a plain program: what is stored, and what the next step should do."""

    open: bool = True
    submitted: bool = False
    revision: int = 0
    drafts: dict = field(default_factory=dict)
    first: dict = field(default_factory=dict)
    given: dict = field(default_factory=dict)
    history: list = field(default_factory=list)

    def save(self, levels: dict, stale: bool) -> type | None:
        if not self.open:
            return CampaignClosed
        if self.submitted:
            return AlreadySubmitted
        if stale:  # a form that was opened empty, before anything was stored
            levels = {c: v for c, v in levels.items() if v != ""}
        after = {c: v for c, v in (self.drafts | levels).items() if v != ""}
        if after == self.drafts:
            return None
        for code, value in after.items():
            self.first.setdefault(code, value)
        self.drafts, self.revision = after, self.revision + 1
        return None

    def submit(self, stale: bool) -> type | None:
        if self.submitted:
            return None
        if not self.open:
            return CampaignClosed
        if stale:
            return StaleForm
        if not self.drafts and not self.given:
            return NothingRated
        for code in CODES:
            if code in self.drafts and self.given.get(code, "") != self.drafts[code]:
                self.history.append((code, self.drafts[code], self.first[code]))
                self.given[code] = self.drafts[code]
        self.submitted, self.revision = True, self.revision + 1
        return None

    def reopen(self) -> type | None:
        if not self.open:
            return CampaignClosed
        if self.submitted:
            self.submitted, self.revision = False, self.revision + 1
        return None

    def close(self) -> None:
        self.open = False


def do(step: tuple, check_in: CheckIn, now: datetime) -> type | None:
    """Take one step on the real thing and return the class of the refusal, if any."""
    kind, *arguments = step
    revision = check_in.revision - (1 if arguments and arguments[-1] is True else 0)
    try:
        with transaction.atomic():
            if kind == "save":
                save_levels(check_in, arguments[0], now=now, revision=revision)
            elif kind == "submit":
                submit_check_in(check_in=check_in, revision=revision, now=now)
            elif kind == "reopen":
                reopen_check_in(check_in=check_in, now=now)
            else:
                end_campaign(Campaign.objects.get(), at=now)
    except REFUSALS as refusal:
        return type(refusal)
    return None


def stored(model) -> list[tuple]:
    """Return code, answer and first answer of each row that has an answer."""
    return [
        (
            row.competence.code,
            WORDS.get(row.answer, row.level),
            WORDS.get(row.first_answer, row.first_level),
        )
        for row in model.objects.exclude(answer="").select_related("competence").order_by("pk")
    ]


def firsts() -> dict:
    rows = DraftRating.objects.select_related("competence")
    return {row.competence.code: WORDS.get(row.first_answer, row.first_level) for row in rows}


def standing() -> set[tuple]:
    return set(
        CurrentLevel.objects.values_list(
            "user", "competence", "evidence", "level", "answer", "version", "given_at"
        )
    )


@settings(
    max_examples=drawn(80),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(sequence=sequences)
def test_any_sequence_leaves_history_and_levels_right(adviser, team, sequence):
    with transaction.atomic():
        campaign = make_campaign(team, CODES, now=NOW)
        check_in = start_check_in(campaign=campaign, user=adviser, now=NOW)
        model = Model(revision=check_in.revision)
        frozen: dict = {}
        for number, step in enumerate(sequence, 1):
            foretold = getattr(model, step[0])(*step[1:])

            assert do(step, check_in, NOW + timedelta(minutes=number)) == foretold

            check_in = CheckIn.objects.select_related("campaign").get()
            assert check_in.revision == model.revision
            assert (check_in.state == CheckInState.SUBMITTED) == model.submitted
            assert {code: answer for code, answer, _first in stored(DraftRating)} == model.drafts
            assert firsts() == model.first
            assert stored(Rating) == model.history
            rows = {row["id"]: row for row in Rating.objects.values()}
            assert {pk: rows[pk] for pk in frozen} == frozen
            frozen = rows
            kept = standing()
            rebuild_levels(now=NOW)
            assert standing() == kept
        transaction.set_rollback(True)
