"""A year of an adviser: baseline, quarter, re-check, sharing with the manager, and leaving."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from tests.browser.acts import (
    answers_beside,
    change,
    confirm_that_it_is_me,
    folded,
    in_words,
    known_beside,
    mails_to,
    rate,
    ratings,
    save,
    tick,
)
from tests.browser.visitor import PASSWORD, Visitor
from tests.browser.year import (
    ADVISER,
    EIGHT_DAYS,
    LEARNT,
    LEVELS,
    MANAGER,
    OLD_PLAN,
    PLAN,
    QUARTER,
    QUICK,
    READS,
    ROUNDS,
    SECRETS,
    SHOWN,
    SUPPORT,
    TRY,
    WORKS,
    YEAR,
    answer_three,
    calendar,
    compared,
    label,
    parts_of,
    plan,
    preview_share,
    reflect,
    rounds_of,
    signed_in,
    take_data,
)
from tests.demo_site import served_copy


@pytest.fixture(scope="module", params=YEAR)
def variant(request) -> dict:
    return request.param


@pytest.fixture(scope="module")
def site(variant, tmp_path_factory):
    """Serve a copy for each variant: a year is lived once, test after test."""
    yield from served_copy(tmp_path_factory)


@pytest.fixture(scope="module")
def names(site, variant) -> dict[str, str]:
    """Let the adviser read in the language of the variant; return the competences by code."""
    return site.ask(READS.format(email=ADVISER, language=variant["language"]))


@pytest.fixture
def adviser(visit, variant, names) -> Visitor:
    return signed_in(ADVISER, visit, variant)


@pytest.fixture
def manager(visit, variant) -> Visitor:
    return signed_in(MANAGER, visit, variant)


def test_year_begins_with_every_competence(adviser):
    adviser.press(adviser.button("Begin the check-in"))
    for area in ("A", "B", "C", "D"):
        levels = {code: level for code, level in LEVELS.items() if code[0] == area}
        expected = rate(adviser, levels)
        assert answers_beside(adviser) == expected
        if area == "A":
            assert known_beside(adviser, "A1") == [
                adviser.says(words, level="", words="").split(":")[0]
                for words in ("Your role asks: %(level)s", "Last time: %(level)s",
                              "Tested: %(words)s")
            ]  # fmt: skip
            change(adviser, "A1", 4)
        save(adviser)
    reflect(adviser, works=WORKS, change=TRY)
    plan(adviser)

    assert adviser.heading == adviser.says("Review and submit")
    assert adviser.texts("main .unknown") == [adviser.says("I'd rather not say")]
    adviser.press(adviser.button("Submit"))
    assert adviser.heading == adviser.says("What you gave")
    assert adviser.texts(".notice--done p:last-child") == [adviser.says("Submitted.")]
    first = adviser.says("Your first answer, kept too: %(level)s", level=label(adviser, 3))
    kept = adviser.page.locator(".profile-row__words p", has_text=first.split(":")[0])
    assert [folded(line) for line in kept.all()] == [first]
    assert adviser.texts("[aria-labelledby=reflection] dd") == [WORKS, TRY]
    assert adviser.texts("[aria-labelledby=actions] h3") == [PLAN]


def test_year_goes_on_with_a_quarter_of_three_competences(adviser, names):
    assert mails_to(adviser, ADVISER) == []
    adviser.site.ask(QUARTER)
    sentence = "%(name)s is open until %(day)s. You have not submitted it yet."
    day = in_words(adviser, localdate() + timedelta(days=5))
    told = adviser.says(sentence, name=ROUNDS[adviser.language][3], day=day)
    [mail] = mails_to(adviser, ADVISER)
    assert mail["Subject"] == adviser.says("Peil: what is waiting for you")
    lines = mail.get_content().splitlines()
    assert [line for line in lines if line.startswith("- ")] == [f"- {told}"]

    adviser.go("/{lang}/me/")
    adviser.press(adviser.button("Begin the check-in"))
    assert adviser.heading == adviser.says("What this check-in is about")
    for code in ("A2", "B1", "D1"):
        tick(adviser, "focus", code)
    adviser.press(adviser.button("Save and go on"))
    for code, level in {"A2": 4, "B1": 2, "D1": 3}.items():
        assert [*ratings(adviser)] == [code]
        expected = rate(adviser, {code: level})
        assert answers_beside(adviser) == expected
        adviser.page.select_option(f"[name={code}-then]", value="2")
        save(adviser)

    assert adviser.texts(".own-words") == [TRY]
    adviser.page.select_option("[name=outcome]", value="partly")
    reflect(adviser, outcome_note=LEARNT)
    adviser.press(adviser.button("Save and go on"))
    assert adviser.texts("main .lead") == [
        adviser.says(
            "%(answered)s of %(total)s competences answered. You can submit until %(day)s.",
            answered=3,
            total=3,
            day=day,
        )
    ]
    adviser.press(adviser.button("Submit"))
    assert adviser.texts(".profile-row__name") == [names[code] for code in ("A2", "B1", "D1")]
    words = "A year ago, as you see it now: %(level)s"
    then = adviser.says(words, level=label(adviser, 2))
    assert [text for text in adviser.texts(".profile-row__words p") if text == then] == [then] * 3


def test_year_holds_a_quick_reflection_that_is_found_again(adviser):
    adviser.go("/{lang}/toolkit/")
    adviser.press(f".site-footer a[href='/{adviser.language}/me/reflections/new/']")
    adviser.page.fill("[name=works]", QUICK)
    adviser.press(adviser.button("Save"))
    assert adviser.heading == adviser.says("My reflections")
    assert adviser.page.locator(".link-list h2").count() == 4
    adviser.page.fill("[name=q]", "zonnebloem")
    adviser.press(adviser.button("Search"))
    assert adviser.texts(".link-list dd") == [QUICK]


def test_year_ends_an_action_and_asks_three_questions_about_it(adviser, names):
    adviser.go("/{lang}/me/actions/")
    row = adviser.page.locator(".link-list li", has_text=OLD_PLAN)
    row.locator("summary", has_text=adviser.says("It is done")).click()
    row.locator("[name=evidence]").fill(SHOWN)
    adviser.press(row.locator("button[value=done]"))
    assert adviser.texts("[aria-labelledby=running] h3") == [PLAN]
    assert adviser.texts("[aria-labelledby=over] h3") == [OLD_PLAN]
    shown = adviser.says("Shown by: %(evidence)s", evidence=SHOWN)
    assert adviser.texts("[aria-labelledby=over] p") == [shown]

    adviser.site.ask(EIGHT_DAYS)
    adviser.go("/{lang}/me/")
    code, name = names["B1"].split(" ", 1)
    words = "Three questions about %(code)s %(name)s: what has stayed?"
    assert adviser.texts(".stand__sentence") == [adviser.says(words, code=code, name=name)]
    adviser.press(adviser.button("Answer three questions"))
    answer_three(adviser)
    assert adviser.texts("main .lead") == [adviser.says("Every question has an answer.")]
    adviser.press(adviser.button("Submit"))
    assert adviser.heading == adviser.says("Result")
    assert adviser.texts(".profile-row__name") == [names["B1"]]
    adviser.press(adviser.link("Back to My Peil"))
    assert adviser.page.locator("form[action*=rechecks]").count() == 0


def test_year_is_seen_in_the_history(adviser):
    adviser.go("/{lang}/me/profile/")
    adviser.press(adviser.link("History: all years, and two dates side by side"))
    assert rounds_of(adviser, "A2") == ROUNDS[adviser.language][::-1]

    today = localdate()
    third, fourth = (localdate(now() - timedelta(days=days)) for days in (98, 8))
    adviser.page.fill("[name=first]", third.isoformat())
    adviser.page.fill("[name=second]", today.isoformat())
    adviser.press(adviser.button("Compare"))
    first, second = in_words(adviser, third), in_words(adviser, today)
    caption = adviser.says("%(first)s and %(second)s", first=first, second=second)
    assert adviser.texts("#compared") == [caption]
    held = "%(label)s, of %(day)s."
    later = in_words(adviser, fourth)
    assert compared(adviser, "A2") == [
        f"{adviser.says('Self-rating')}: {words}"
        for words in (
            adviser.says(held, label=label(adviser, 3), day=first),
            adviser.says(held, label=label(adviser, 4), day=later),
            adviser.says("%(count)d level higher.", "%(count)d levels higher.", count=1),
        )
    ]


def test_year_is_talked_over_with_the_manager_who_sees_what_was_shared(adviser, manager, names):
    adviser.go("/{lang}/me/sharing/")
    preview_share(adviser, manager="Mieke Baert", codes=["A2", "B1"], action=f"B1: {PLAN}")
    promised = parts_of(adviser)
    assert len(promised) == 3
    assert adviser.texts(".profile-row__name") == [names["A2"], names["B1"]]
    adviser.press(adviser.button("Share this"))

    manager.go("/{lang}/teams/shared/")
    assert manager.texts(".link-list h2") == ["Lien De Smet"]
    manager.press(manager.page.locator(".link-list h2 a"))
    assert parts_of(manager) == promised
    needed = manager.says("Support needed:")
    assert manager.texts("[aria-labelledby=shared-actions] li > p") == [f"{needed} {SUPPORT}"]
    kept = [*SECRETS, OLD_PLAN, SHOWN]
    assert [text for text in kept if text in manager.page.content()] == []

    adviser.go("/{lang}/me/sharing/")
    viewed = "Viewed %(number)s time", "Viewed %(number)s times"
    log = adviser.page.locator("[aria-labelledby=living] summary").all()
    assert [folded(line) for line in log] == [adviser.says(*viewed, count=1, number=1)]
    adviser.press("[aria-labelledby=living] .button--danger")
    assert adviser.page.locator("[aria-labelledby=living]").count() == 0
    manager.go(manager.path, status=404)


def test_year_can_be_taken_along(adviser):
    archive = take_data(adviser)
    assert [name for name in archive.namelist() if not name.startswith("csv/")] == [
        "README.txt",
        "my-data.json",
        "profile.nl.pdf",
        "profile.en.pdf",
    ]
    for language in ("nl", "en"):
        assert archive.read(f"profile.{language}.pdf")[:4] == b"%PDF"
    rows = json.loads(archive.read("my-data.json"))["tables"]["reflections"]
    written = [text for row in rows for text in row.values()]
    assert [text for text in SECRETS if text not in written] == []
    assert [row["change"] for row in rows if row["change"]] == [TRY]
    assert [(row["outcome"], row["outcome_note"]) for row in rows if row["outcome"]] == [
        ("partly", LEARNT)
    ]


def test_year_has_a_pause_and_a_calendar(adviser):
    adviser.go("/{lang}/me/reminders/")
    adviser.page.locator("label:has([value=for_good])").click()
    adviser.press(adviser.button("Save"))
    assert adviser.texts(".notice--done p:last-child") == [adviser.says("Saved.")]
    assert adviser.page.locator("[name=pause]:checked").get_attribute("value") == "for_good"
    adviser.press(adviser.button("Make a new address"))
    last = localdate() - timedelta(days=3)
    days = [last - timedelta(days=days) for days in (265, 175, 76, 0)]
    assert calendar(adviser) == dict(zip(ROUNDS[adviser.language], days, strict=True))


def test_year_ends_and_the_figures_of_the_team_stay(adviser, manager):
    manager.go("/{lang}/teams/")
    manager.press(manager.link("Gent"))
    report = manager.texts("main")
    assert manager.page.locator(".matrix").count() == 1

    adviser.go("/{lang}/me/data/")
    adviser.press(adviser.link("Delete my account"))
    confirm_that_it_is_me(adviser, PASSWORD)
    assert adviser.heading == adviser.says("Delete my account?")
    adviser.page.fill("[name=email]", MANAGER)
    adviser.press(adviser.button("Delete my account"))
    refused = adviser.says("This is not the address of your account.")
    assert [text.endswith(refused) for text in adviser.texts(".field__error")] == [True]
    adviser.page.fill("[name=email]", ADVISER)
    adviser.press(adviser.button("Delete my account"))
    assert adviser.heading == adviser.says("Your account is deleted")

    adviser.go("/accounts/login/")
    adviser.fill_password(ADVISER)
    adviser.press(adviser.button("Sign in"))
    assert (adviser.heading, adviser.path) == (adviser.says("Sign in"), "/accounts/login/")
    manager.go(manager.path)
    assert manager.texts("main") == report
