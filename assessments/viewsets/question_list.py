"""The list of questions in the administration, and the same list as files."""

import zipfile
from io import BytesIO
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from assessments.domain.question_bank import bank_question, stored_questions
from assessments.domain.question_changes import title_of
from assessments.domain.question_listing import (
    Expiry,
    bank_rows,
    expiry_of,
    with_expiry,
    with_words,
    without_language,
)
from assessments.enums import QuestionKind, QuestionState
from assessments.exchange.question_files import write_question_files
from assessments.forms.questions import competence_choices
from assessments.models import Question


class QuestionFilterSet(WagtailFilterSet):
    competence = django_filters.ChoiceFilter(
        field_name="competence__code",
        label=gettext_lazy("Competence"),
        choices=lambda: competence_choices(get_language()),
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=QuestionKind.choices)
    missing = django_filters.ChoiceFilter(
        label=gettext_lazy("Language that is missing"),
        choices=settings.LANGUAGES,
        method="filter_missing",
    )
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=QuestionState.choices)
    expiry = django_filters.ChoiceFilter(
        label=gettext_lazy("Valid until"), choices=Expiry.choices, method="filter_expiry"
    )

    class Meta:
        model = Question
        fields: list[str] = []

    def filter_missing(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Keep the questions without words in a language."""
        return without_language(rows, value)

    def filter_expiry(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Keep the questions whose facts hold so long."""
        return with_expiry(rows, value, timezone.localdate())


def _title(question: Question) -> str:
    return title_of(bank_question(_version(question)), get_language())


def _version(question: Question) -> Any:
    """Return the current version, with its question at hand for who reads it."""
    version = question.current_versions[0]
    version.question = question
    return version


def _valid_until(question: Question) -> str:
    last_day = _version(question).last_day
    if last_day is None:
        return str(Expiry.NEVER.label)
    day = date_format(last_day, "SHORT_DATE_FORMAT")
    words = {Expiry.EXPIRED: _("%(day)s (expired)"), Expiry.SOON: _("%(day)s (soon)")}
    return words.get(expiry_of(last_day, timezone.localdate()), "%(day)s") % {"day": day}


def _languages(question: Question) -> str:
    there = {text.language for text in _version(question).texts.all()}
    missing = _("%(language)s missing")
    return ", ".join(
        code if code in there else missing % {"language": code}
        for code, _name in settings.LANGUAGES
    )


class QuestionIndexView(generic.IndexView):
    filterset_class = QuestionFilterSet
    default_ordering = None
    is_searchable = True
    page_title = gettext_lazy("Questions")

    def get_base_queryset(self) -> QuerySet[Question]:
        return bank_rows()

    def order_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        """Sort by a column that was chosen; else competence by competence."""
        return queryset.order_by(self.ordering, "pk") if self.ordering else queryset

    def search_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        """Look in identifier, title and question, in both languages."""
        return with_words(queryset, self.search_query) if self.is_searching else queryset

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "identifier",
                label=_("Identifier"),
                get_url=self.get_title_url,
                sort_key="identifier",
            ),
            Column("title", label=_("Title"), accessor=_title),
            Column("competence", label=_("Competence"), accessor="competence.code"),
            Column("kind", label=_("Kind"), accessor=lambda row: QuestionKind(row.kind).label),
            Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
            Column("last_day", label=_("Valid until"), accessor=_valid_until, sort_key="last_day"),
            Column("languages", label=_("Languages"), accessor=_languages),
            Column("version", label=_("Version"), accessor=lambda row: _version(row).number),
        ]

    def get_title_url(self, question: Question) -> str:
        """Lead who may change questions to the form, and others to the question as it is asked."""
        name = "edit" if self.user_has_permission("change") else "try"
        return reverse(f"questions:{name}", args=[question.pk])

    def get_list_more_buttons(self, instance: Question) -> list[Any]:
        return []

    def get_list_buttons(self, instance: Question) -> list[Any]:
        return []

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("add"):
            return []
        return [
            HeaderButton(_("Add a question"), reverse("questions:add"), icon_name="plus"),
            HeaderButton(_("Import questions"), reverse("questions:import"), icon_name="upload"),
        ]


class QuestionExportView(QuestionIndexView):
    """The list as it is filtered, in a zip; archived questions only where the filter asks so."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the zip: per competence a file in each language."""
        rows = self.get_queryset()
        if not request.GET.get("state"):
            rows = rows.filter(state=QuestionState.ACTIVE)
        wanted = Question.objects.filter(pk__in=[row.pk for row in rows])
        content = BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in write_question_files(stored_questions(wanted)).items():
                archive.writestr(name, text)
        return HttpResponse(
            content.getvalue(),
            content_type="application/zip",
            headers={"Content-Disposition": 'attachment; filename="questions.zip"'},
        )
