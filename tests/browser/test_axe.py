"""What a look at a page finds although much of it was judged on pages before."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import READ, Judged, Ledger

pytestmark = pytest.mark.any_database
PAGE = """<!doctype html><html lang="en"><head><title>Words</title><style>
  body {{ background: #fff; color: #222; }} .pale {{ color: #ddd; }} .hidden {{ display: none; }}
  .bar a {{ color: #444; text-decoration: none; }}
</style></head><body><main><h1>Words</h1>{}</main></body></html>"""
# A page on which one of nearly everything is as it should be.
GOOD = """<div><p id="why">Some words</p><p id="p1" lang="fr">Des mots</p>
<label for="first">Name</label><input id="first" aria-describedby="why" autocomplete="name">
<label>Kind <select><option>One</option></select></label><button>Go on</button>
<a href="/there">There</a><img src="data:," alt="A picture">
<svg role="img" aria-label="A line"></svg>
<ul><li>One</li></ul><dl><dt>One</dt><dd>The first</dd></dl>
<table><tr><th id="t1">One</th></tr><tr><td headers="t1">1</td></tr></table>
<details><summary>More</summary></details><div role="list"><div role="listitem">One</div></div>
<div aria-hidden="true">A mark</div></div>"""
UNNAMED = "<input type='text'>"
PALE = "<p class='pale'>Pale words</p>"


@pytest.fixture
def page(browser: Browser) -> Page:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def judged(tmp_path) -> Judged:
    return Judged(tmp_path / "judged", "desk")


@pytest.fixture(scope="module")
def well_known(browser: Browser, tmp_path_factory) -> Judged:
    """Return one that has seen a good page; each fault below is of a kind of its own."""
    judged = Judged(tmp_path_factory.mktemp("judged"), "desk")
    context = browser.new_context()
    assert found(judged, context.new_page(), GOOD) == []
    context.close()
    return judged


def found(
    judged: Judged, page: Page, body: str, frame: str = PAGE, *, scripted: bool = True
) -> list[str]:
    page.set_content(frame.format(body))
    return [rule for rule, _places in judged.violations(page, scripted=scripted)]


def test_what_was_judged_is_judged_once(judged, page):
    assert found(judged, page, GOOD) == []
    assert found(judged, page, GOOD + PALE) == ["color-contrast"]
    assert found(judged, page, GOOD + PALE) == []


@pytest.mark.parametrize(
    ("body", "rules"),
    [
        (UNNAMED, ["label"]),
        (PALE, ["color-contrast"]),
        ("<p lang='dutch'>Woorden</p>", ["valid-lang"]),
        ("<label for='second'></label><input id='second'>", ["label"]),
        ("<input aria-labelledby='none'>", ["label"]),
        ("<input aria-label='Name' autocomplete='nickel'>", ["autocomplete-valid"]),
        ("<button></button>", ["button-name"]),
        ("<button><img src='data:,' alt=''></button>", ["button-name"]),
        ("<select><option>One</option></select>", ["select-name"]),
        ("<a href='/where'></a>", ["link-name"]),
        ("<img src='data:,'>", ["image-alt"]),
        ("<svg role='img'></svg>", ["svg-img-alt"]),
        ("<ul><div>One</div></ul>", ["list"]),
        ("<div><li>One</li></div>", ["listitem"]),
        ("<dl><dd>The first</dd></dl>", ["definition-list"]),
        ("<div><dt>One</dt></div>", ["dlitem"]),
        ("<table><tr><td headers='t2'>1</td></tr></table>", ["td-headers-attr"]),
        ("<details><summary></summary></details>", ["summary-name"]),
        ("<div role='list'><p>One</p></div>", ["aria-required-children"]),
        ("<div role='listitem'>One</div>", ["aria-required-parent"]),
        ("<p role='pile'>One</p>", ["aria-roles"]),
        ("<p aria-checked='true'>One</p>", ["aria-allowed-attr"]),
        ("<div aria-hidden='true'><a href='/there'>There</a></div>", ["aria-hidden-focus"]),
        ("<button>Go <a href='/there'>on</a></button>", ["nested-interactive", "target-size"]),
        ("<p class='bar'>Some more words <a href='/there'>There</a></p>", ["link-in-text-block"]),
        (GOOD.replace("id=", "data-id="), ["label", "td-headers-attr"]),
        ("<p>Others</p>", []),
        ("<ul><li>One</li><li>Two</li></ul>", []),
    ],
)
def test_what_is_new_on_a_page_is_judged(well_known, page, body, rules):
    assert found(well_known, page, GOOD + body) == rules


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (("<title>Words", "<title>"), ["document-title"]),
        (('<html lang="en"', "<html"), ["html-has-lang"]),
        (('lang="en"', 'lang="english"'), ["html-lang-valid"]),
        (("<title>", "<meta http-equiv='refresh' content='20'><title>"), ["meta-refresh"]),
        (
            ("<title>", "<meta name='viewport' content='user-scalable=no'><title>"),
            ["meta-viewport"],
        ),
    ],
)
def test_what_is_new_of_a_page_as_a_whole_is_judged(well_known, page, change, rules):
    assert found(well_known, page, GOOD, PAGE.replace(*change)) == rules


@pytest.mark.parametrize("body", [UNNAMED, PALE])
def test_what_was_hidden_is_judged_when_it_shows(judged, page, body):
    assert found(judged, page, f"<div class='hidden'>{body}</div>") == []
    assert len(found(judged, page, f"<div>{body}</div>")) == 1


def test_a_page_without_scripts_is_judged_and_stays_without(browser, judged):
    page = browser.new_context(java_script_enabled=False).new_page()
    script = "<script>document.body.remove()</script>"
    for body, rules in ((GOOD, []), (PALE, ["color-contrast"]), (PALE + script, [])):
        assert found(judged, page, body, scripted=False) == rules
        assert page.locator("h1").inner_text() == "Words"
    page.context.close()


@pytest.mark.parametrize(
    ("first", "then", "rules"), [("brief", "pale", {"color-contrast"}), ("pale", "", set())]
)
def test_what_a_script_changes_under_the_look_is_judged_as_it_stays(
    judged, page, first, then, rules
):
    line = "<p id='later' class='{}'>Words</p>"
    changing = f"""<script>let walks = 0;
      document.documentElement.checkVisibility = () => {{
        if (++walks === 2) document.getElementById("later").className = "{then}";
        return true;
      }};</script>"""
    assert found(judged, page, GOOD + line.format("")) == []
    assert set(found(judged, page, GOOD + line.format(first) + changing)) == rules
    # What was there for a moment alone counts as not seen.
    seen = [] if then == "pale" else ["color-contrast"]
    assert found(judged, page, GOOD + line.format("pale")) == seen


def test_each_size_has_looks_of_its_own(tmp_path, page):
    desk, phone = (Judged(tmp_path / "judged", size) for size in ("desk", "phone"))
    assert [found(each, page, PALE) for each in (desk, phone)] == [["color-contrast"]] * 2
    assert [found(each, page, PALE) for each in (desk, phone)] == [[], []]


def test_what_one_process_judged_another_knows(tmp_path, page):
    found(Judged(tmp_path / "judged", "desk"), page, GOOD)
    elsewhere = Ledger(tmp_path / "judged" / "markup")
    assert elsewhere.new(page.evaluate(READ)[0]) == []
