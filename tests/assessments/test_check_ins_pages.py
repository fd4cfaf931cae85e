"""The pages of a check-in: what they show, what they keep back, whose they are."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from assessments.domain.checkins import submit_check_in
from assessments.enums import CampaignState, CheckInState, Purpose
from assessments.models import CheckIn, DraftRating, Rating
from tests.factories import people
from tests.factories.campaigns import (
    end_campaign,
    levels_of,
    make_campaign,
    make_check_in,
    save_levels,
)
from training.models import LevelDescriptor

CODES = ["A1", "A2", "B1"]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def campaign(adviser, team):
    return make_campaign(team, CODES)


@pytest.fixture
def check_in(campaign, adviser, client):
    client.force_login(adviser)
    return make_check_in(campaign, adviser, submitted=False)


def address(check_in, step="") -> str:
    return reverse("check_in", args=[check_in.pk]) + (f"?step={step}" if step else "")


def text_of(response) -> str:
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def sent(check_in, framework, /, **answers) -> dict:
    """Return what a browser sends for a page of ratings; A1__answer stands for A1-answer."""
    codes = {name.split("__")[0] for name in answers}
    versions = {f"{c}-version": framework[c].versions.get(is_current=True).pk for c in codes}
    fields = {name.replace("__", "-"): value for name, value in answers.items()}
    return {"revision": check_in.revision, **versions, **fields}


def test_the_list_shows_open_and_past_rounds(client, adviser, team, campaign):
    long_ago = timezone.now() - timedelta(days=100)
    past = make_campaign(team, ["A1"], now=long_ago, names={"nl": "Voorjaar", "en": "Spring"})
    make_check_in(past, adviser, {"A1": 2}, now=long_ago)
    end_campaign(past, at=long_ago + timedelta(days=9))
    client.force_login(adviser)

    page = text_of(client.get(reverse("check_ins")))

    assert page.count("0 of 3 answered") == 1
    assert page.count("1 of 1 answered") == 1
    assert "Spring" in page
    assert reverse("check_in_start", args=[campaign.pk]) in page
    assert reverse("check_in_start", args=[past.pk]) not in page


def test_the_list_says_that_nothing_is_open(client, manager, campaign):
    client.force_login(manager)

    page = text_of(client.get(reverse("check_ins")))

    assert "No check-in is open for you" in page
    assert "Autumn 2026" not in page


def test_starting_leads_to_the_first_step_and_again_to_the_next(client, adviser, campaign):
    client.force_login(adviser)
    start = reverse("check_in_start", args=[campaign.pk])

    first = client.post(start)
    check_in = CheckIn.objects.get()
    save_levels(check_in, {"A1": 1, "A2": 2}, now=timezone.now())
    second = client.post(start)

    assert first.url == address(check_in, "A")
    assert second.url == address(check_in, "B")
    assert client.get(start).status_code == 405


def test_a_step_shows_sentences_low_to_high_without_numbers(client, check_in, framework):
    page = text_of(client.get(address(check_in, "A")))

    sentences = LevelDescriptor.objects.filter(version__competence=framework["A1"], language="en")
    places = [page.index(f'choice__text">{row.sentence}<') for row in sentences.order_by("level")]
    assert len(places) == 6
    assert places == sorted(places)
    assert places[-1] < page.index("Not applicable in my role")
    assert not re.search(r'choice__text">\s*[0-5]\b', page)
    assert 'name="B1-answer"' not in page


def test_target_and_earlier_rating_stay_hidden_until_the_rating_is_given(
    client, adviser, team, check_in
):
    before = timezone.now() - timedelta(days=90)
    past = make_campaign(team, CODES, now=before, days=5)
    make_check_in(past, adviser, {"A1": 5, "A2": 5, "B1": 5}, now=before)

    unrated = text_of(client.get(address(check_in)))
    step = text_of(client.get(address(check_in, "A")))
    save_levels(check_in, {"A1": 2}, now=timezone.now())
    rated = text_of(client.get(address(check_in)))

    assert "Target:" not in unrated + step
    assert "Earlier:" not in unrated + step
    assert "Self-rating: 2 of 5. Target: 3 of 5. Earlier: 5 of 5." in rated
    assert rated.count("Target:") == rated.count("Earlier:") == 1


def test_who_sees_what_stands_on_every_page_of_the_form(client, adviser, team):
    client.force_login(adviser)
    growth = make_campaign(people.root_of(team.organisation), CODES, purpose=Purpose.GROWTH)
    check_in = make_check_in(growth, adviser, submitted=False)

    for step in ("A", "B", "reflection", "actions", "review"):
        page = text_of(client.get(address(check_in, step)))
        assert "Only you see your answers; figures are of the whole organisation alone." in page
        assert "organisation as a whole only, each from at least 5 people." in page


def test_saving_a_step_stores_it_and_goes_on(client, check_in, framework):
    data = sent(
        check_in,
        framework,
        A1__answer="3",
        A1__frequency="weekly",
        A1__evidence_line=" intake ",
        A2__answer="na",
    )

    first = client.post(address(check_in, "A"), data | {"go": "next"}, follow=True)
    again = sent(check_in, framework, A1__answer="3", A2__answer="na") | data
    answer = client.post(address(check_in, "A"), again | {"go": "next"})

    assert first.redirect_chain == [(address(check_in, "A"), 302)]
    assert "Saved. Look at your answers once more: keep or change them." in text_of(first)
    assert answer.url == address(check_in, "B")
    assert levels_of(DraftRating.objects) == {"A1": 3, "A2": None}
    draft = DraftRating.objects.get(competence=framework["A1"])
    assert (draft.evidence_line, draft.frequency) == ("intake", "weekly")


@pytest.mark.parametrize(("go", "to"), [("back", "A"), ("next", "reflection"), ("", "reflection")])
def test_the_button_decides_where_a_saved_step_leads(client, check_in, framework, go, to):
    save_levels(check_in, {"B1": 2}, now=timezone.now())
    data = sent(check_in, framework, B1__answer="1") | {"go": go}

    assert client.post(address(check_in, "B"), data).url == address(check_in, to)


def test_a_step_says_when_nothing_is_left_to_rate(client, check_in):
    save_levels(check_in, {"A1": 3, "A2": 1}, now=timezone.now())
    assert "1 competence to rate · about" in text_of(client.get(address(check_in, "reflection")))
    save_levels(check_in, {"B1": 2}, now=timezone.now())
    assert "every competence answered · about" in text_of(
        client.get(address(check_in, "reflection"))
    )


def test_save_and_stop_leads_to_the_list(client, check_in, framework):
    data = sent(check_in, framework, B1__answer="1") | {"go": "later"}

    assert client.post(address(check_in, "B"), data).url == reverse("check_ins")
    assert levels_of(DraftRating.objects) == {"B1": 1}


def test_an_answer_can_be_left_open_again(client, check_in, framework):
    save_levels(check_in, {"A1": 3, "A2": 1}, now=timezone.now())
    data = sent(check_in, framework, A1__answer="", A2__answer="1")

    client.post(address(check_in, "A"), data)

    assert levels_of(DraftRating.objects.exclude(answer="")) == {"A2": 1}


def test_review_says_what_is_not_rated_and_submits(client, check_in, framework):
    save_levels(check_in, {"A1": 4}, now=timezone.now())

    review = text_of(client.get(address(check_in)))
    answer = client.post(
        reverse("check_in_submit", args=[check_in.pk]), {"revision": 1}, follow=True
    )

    assert "2 competences are not rated" in review
    assert "No example noted; only you see this remark." in review
    assert answer.redirect_chain == [(address(check_in), 302)]
    assert "What you gave" in text_of(answer)
    assert levels_of(Rating.objects) == {"A1": 4}


def test_submitting_nothing_or_something_unseen_is_explained(client, check_in):
    submit = reverse("check_in_submit", args=[check_in.pk])

    nothing = text_of(client.post(submit, {"revision": 0}, follow=True))
    save_levels(check_in, {"A1": 4}, now=timezone.now())
    unseen = text_of(client.post(submit, {"revision": "0"}, follow=True))
    odd = text_of(client.post(submit, {"revision": "x"}, follow=True))

    assert "Nothing is rated yet." in nothing
    assert "Something was saved after you opened this page." in unseen
    assert "Something was saved after you opened this page." in odd
    assert not Rating.objects.exists()


def test_a_submitted_check_in_shows_its_receipt_and_can_be_opened_again(client, check_in):
    save_levels(check_in, {"A1": 4}, now=timezone.now())
    submit_check_in(check_in=check_in, revision=1, now=timezone.now())

    assert client.get(address(check_in, "A")).url == address(check_in)
    assert "Open again" in text_of(client.get(address(check_in)))

    answer = client.post(reverse("check_in_reopen", args=[check_in.pk]), follow=True)

    assert "Review and submit" in text_of(answer)
    assert CheckIn.objects.get().state == CheckInState.IN_PROGRESS


def test_after_the_round_the_draft_can_be_read_but_not_sent(client, check_in, campaign):
    save_levels(check_in, {"A1": 4}, now=timezone.now())
    end_campaign(campaign, at=timezone.now())

    page = text_of(client.get(address(check_in)))

    assert "this check-in was not submitted. What you saved is kept here for you" in page
    assert reverse("check_in_submit", args=[check_in.pk]) not in page
    assert "4 of 5" in page
    assert client.get(address(check_in, "A")).url == address(check_in)


def test_other_people_and_other_organisations_get_404(
    client, check_in, campaign, manager, stranger, team
):
    save_levels(check_in, {"A1": 4}, now=timezone.now(), evidence_line="secret line")
    for user in (manager, stranger, people.make_adviser(team)):
        client.force_login(user)
        for step in ("", "A", "reflection", "actions", "review"):
            assert client.get(address(check_in, step)).status_code == 404
            assert client.post(address(check_in, step), {"revision": 1}).status_code == 404
        for name in ("check_in_submit", "check_in_reopen"):
            assert client.post(reverse(name, args=[check_in.pk])).status_code == 404
        assert "secret line" not in text_of(client.get(reverse("check_ins")))
    client.force_login(stranger)
    assert client.post(reverse("check_in_start", args=[campaign.pk])).status_code == 404


def test_a_draft_round_cannot_be_started(client, adviser, team):
    client.force_login(adviser)
    draft = make_campaign(team, CODES, activated=False)

    assert draft.state == CampaignState.DRAFT
    assert client.post(reverse("check_in_start", args=[draft.pk])).status_code == 404


def test_a_step_that_the_round_does_not_ask_is_404(client, check_in):
    for step in ("D", "Z", "review"):
        assert client.post(address(check_in, step), {"revision": 0}).status_code == 404
