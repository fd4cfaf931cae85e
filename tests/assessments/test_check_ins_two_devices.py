"""Two devices in one check-in: per competence the later save counts, and nothing is lost unsaid."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.domain.checkin_ratings import mark_of, save_ratings
from assessments.domain.checkins import start_check_in
from assessments.models import DraftRating
from tests.factories.campaigns import make_campaign, rating_drafts, save_levels

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels"))
CODES = ["A1", "B1", "C1"]
WORDS = {"not_applicable": "na", "declined": "no"}

answers = st.one_of(st.integers(0, 5), st.sampled_from(["na", "no", ""]))
forms = st.fixed_dictionaries(dict.fromkeys(CODES, answers))


def stored() -> dict:
    """Return {code: answer} of what is stored, "" for what is not rated."""
    rows = DraftRating.objects.select_related("competence")
    found = {r.competence.code: WORDS.get(r.answer, r.level) for r in rows if r.answer}
    return dict.fromkeys(CODES, "") | found


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(opened=forms, elsewhere=forms, typed=forms)
def test_a_stale_form_is_merged_per_competence(adviser, team, framework, opened, elsewhere, typed):
    with transaction.atomic():
        campaign = make_campaign(team, CODES, now=NOW)
        check_in = start_check_in(campaign=campaign, user=adviser, now=NOW)
        save_levels(check_in, opened, now=NOW)
        revision = check_in.revision
        seen = {row.competence_id: mark_of(row) for row in check_in.drafts.all()}
        save_levels(check_in, elsewhere, now=NOW)
        moved = check_in.revision != revision

        drafts = [replace(d, seen=seen.get(d.competence_id, "")) for d in rating_drafts(typed)]
        saved = save_ratings(check_in=check_in, drafts=drafts, revision=revision, now=NOW)

        between = elsewhere if moved else opened
        touched = {code for code in CODES if typed[code] != opened[code]}
        assert stored() == {c: typed[c] if c in touched else between[c] for c in CODES}
        codes = {row.pk: row.code for row in framework.values()}
        assert {codes[draft.competence_id] for draft in saved.overtaken} == {
            code for code in touched if between[code] not in ("", opened[code], typed[code])
        }
        transaction.set_rollback(True)
