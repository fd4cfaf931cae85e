"""Who opened which report, for who keeps the organisation: a list in the administration."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from assessments.domain.report_access import ONE_LINE_PER
from assessments.models import ReportAccess
from assessments.models.keeping import KEPT_MONTHS
from assessments.permissions import (
    reads_report_log,
    visible_report_accesses,
)
from assessments.report_enums import Report, ReportFormat
from assessments.viewsets.campaign_pages import moment_words
from cms.accounts.models import User
from cms.accounts.permissions import kept_organisations
from cms.safe_cells import safe_cell

MINUTE = 60


def _readers(request: HttpRequest) -> QuerySet[User]:
    """Return who stands in the lines that this person may read."""
    lines = visible_report_accesses(request.user).order_by()
    readers = User.objects.filter(pk__in=lines.values("user"))
    return readers.order_by("first_name", "last_name", "email")


class ReportLogFilterSet(WagtailFilterSet):
    user = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Person"), queryset=_readers, empty_label=gettext_lazy("Everybody")
    )
    report = django_filters.ChoiceFilter(
        label=gettext_lazy("Report"), choices=Report.choices, empty_label=gettext_lazy("All")
    )
    format = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a report", "Opened as"),
        choices=ReportFormat.choices,
        empty_label=gettext_lazy("All"),
    )
    at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Day"), widget=DateRangePickerWidget
    )

    class Meta:
        model = ReportAccess
        fields: list[str] = []


def _person(line: ReportAccess) -> str:
    return str(line.user) if line.user else _("Account that is gone")


def _team(line: ReportAccess) -> str:
    return line.team_name or "-"


def _snapshot(line: ReportAccess) -> int | str:
    return line.snapshot_key or "-"


def _when(line: ReportAccess) -> str:
    return moment_words(line.at)


class ReportLogView(ReportView):
    """The lines of the organisations that a person keeps; nobody else knows this page."""

    model = ReportAccess
    filterset_class = ReportLogFilterSet
    results_template_name = "assessments/admin/report_log_results.html"
    index_url_name = "report_log"
    index_results_url_name = "report_log_results"
    page_title = gettext_lazy("Who opened which report")
    header_icon = "view"
    default_ordering = ("-at", "-pk")
    is_searchable = False
    cells: ClassVar[dict[str, tuple[Any, Callable[[ReportAccess], Any]]]] = {
        "at": (gettext_lazy("When"), _when),
        "person": (gettext_lazy("Person"), _person),
        "report": (gettext_lazy("Report"), ReportAccess.get_report_display),
        "team": (gettext_lazy("Team"), _team),
        "snapshot": (gettext_lazy("Snapshot"), _snapshot),
        "format": (pgettext_lazy("of a report", "Opened as"), ReportAccess.get_format_display),
        "organisation": (gettext_lazy("Organisation"), lambda line: line.organisation.name),
    }
    list_export = tuple(cells)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer who keeps an organisation by role.

        Raises:
            Http404: for anybody else.
        """
        if not reads_report_log(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[ReportAccess]:
        lines = visible_report_accesses(self.request.user)
        return lines.select_related("user", "organisation").order_by(*self.default_ordering)

    @cached_property
    def columns(self) -> list[Column]:
        shown = dict(self.cells)
        if kept_organisations(self.request.user).count() == 1:
            del shown["organisation"]
        return [Column(name, label=label, accessor=words) for name, (label, words) in shown.items()]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        minutes = int(ONE_LINE_PER.total_seconds() // MINUTE)
        return super().get_context_data(*args, minutes=minutes, months=KEPT_MONTHS, **kwargs)

    def get_filename(self) -> str:
        return f"opened-reports-{timezone.localdate():%Y-%m-%d}"

    def get_heading(self, queryset: QuerySet[ReportAccess], field: str) -> str:
        return str(self.cells[field][0])

    def to_row_dict(self, item: ReportAccess) -> dict[str, Any]:
        """Return the cells of a line; the moment in local time, to be sorted by."""
        row = {name: safe_cell(words(item)) for name, (_label, words) in self.cells.items()}
        return row | {"at": _sortable(item.at)}


def _sortable(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
