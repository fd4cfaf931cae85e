"""Forms on the site: labels, help, errors, rows; the widgets of Wagtail and Django stay whole."""

import re

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser, AdminTagWidget


class SampleForm(forms.Form):
    title = forms.CharField(label="Title", help_text="At most <b>ten</b> words.")
    note = forms.CharField(label="Note", required=False)
    sure = forms.ChoiceField(
        label="How sure?", widget=forms.RadioSelect, choices=[("1", "Unsure"), ("2", "Sure")]
    )
    areas = forms.MultipleChoiceField(
        label="Areas",
        widget=forms.CheckboxSelectMultiple,
        choices=[("a", "A"), ("b", "B")],
        required=False,
    )
    share = forms.BooleanField(label="I share this")
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("Not <now>.")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(str(html), "html.parser")


def test_field_has_label_help_and_description():
    page = soup(SampleForm()["title"].as_field_group())
    assert page.find("label", attrs={"for": "id_title"}).get_text(strip=True) == "Title"
    assert page.find(id="id_title")["aria-describedby"] == "id_title_helptext"
    assert page.find(id="id_title_helptext").get_text() == "At most ten words."


def test_field_says_that_it_is_optional_only_when_it_is():
    assert "(optional)" in SampleForm()["note"].as_field_group()
    assert "(optional)" not in SampleForm()["title"].as_field_group()


def test_field_with_error_is_described_by_it():
    field = SampleForm({})["title"]
    page = soup(field.as_field_group())
    described = page.find(id="id_title")["aria-describedby"].split()
    assert described == ["id_title_helptext", "id_title_error"]
    assert "This field is required." in page.find(id="id_title_error").get_text()
    assert page.select_one(".field--error")


def test_choices_are_rows_in_a_fieldset_with_a_legend():
    page = soup(SampleForm({"sure": "2"})["sure"].as_field_group())
    assert page.fieldset.legend.get_text(strip=True) == "How sure?"
    rows = page.select("label.choice")
    assert [row.get_text(strip=True) for row in rows] == ["Unsure", "Sure"]
    assert [row["for"] for row in rows] == [row.input["id"] for row in rows]
    assert [row.input.has_attr("checked") for row in rows] == [False, True]


def test_single_box_is_one_row_with_its_label():
    row = soup(SampleForm()["share"].as_field_group()).select_one("label.choice")
    assert row.input["id"] == row["for"] == "id_share"
    assert row.get_text(strip=True) == "I share this"


def test_form_begins_with_a_summary_whose_links_reach_the_fields():
    page = soup(SampleForm({"title": "x"}))
    links = [link["href"] for link in page.select(".error-summary a")]
    assert links == ["#id_sure_0", "#id_share"]
    assert [href for href in links if not page.select(href)] == []
    assert "Not <now>." in page.select_one(".error-summary").get_text()
    assert page.find("input", type="hidden")["name"] == "token"


def test_form_leaves_its_summary_out_when_the_page_has_shown_it():
    form = SampleForm({})
    assert "error-summary" in render_to_string("includes/_error_summary.html", {"form": form})
    assert "error-summary" not in str(form)


def test_form_without_errors_has_no_summary():
    assert "error-summary" not in str(SampleForm())
    assert "error-summary" not in SampleForm().as_p()


def test_form_as_paragraphs_looks_the_same():
    assert SampleForm().as_p() == str(SampleForm())


def test_summary_include_is_empty_for_a_fresh_form():
    html = render_to_string("includes/_error_summary.html", {"form": SampleForm()})
    assert html.strip() == ""


def test_no_style_and_no_repeated_id():
    html = str(SampleForm({}))
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert "style=" not in html
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "widget", [AdminDateInput(), AdminTagWidget(), forms.Select(), forms.SplitDateTimeWidget()]
)
def test_widgets_of_wagtail_and_django_are_found(widget):
    class AdminForm(forms.Form):
        thing = forms.CharField(widget=widget)

    assert 'name="thing' in str(AdminForm()["thing"])


@pytest.mark.django_db
def test_page_chooser_of_wagtail_is_found():
    class AdminForm(forms.Form):
        page = forms.CharField(widget=AdminPageChooser())

    assert 'name="page"' in str(AdminForm()["page"])
