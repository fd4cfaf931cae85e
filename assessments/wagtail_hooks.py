"""What assessments adds to the administration; it registers and decides nothing."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from assessments.permissions import may_export_course
from assessments.views.course import course_zip
from assessments.viewsets.api_tokens import token_viewset
from assessments.viewsets.campaign_bulk import CloseRoundsAction, OpenRoundsAction
from assessments.viewsets.campaigns import campaign_viewset
from assessments.viewsets.questions import question_viewset
from assessments.viewsets.record_store import record_store_viewset
from assessments.viewsets.report_log import ReportLogView
from cms.accounts.enums import Role
from cms.accounts.permissions import has_role


@hooks.register("register_admin_viewset")
def register_campaigns():
    return campaign_viewset


@hooks.register("register_admin_viewset")
def register_questions():
    return question_viewset


@hooks.register("register_admin_viewset")
def register_tokens():
    return token_viewset


@hooks.register("register_admin_viewset")
def register_record_stores():
    return record_store_viewset


hooks.register("register_bulk_action", OpenRoundsAction)
hooks.register("register_bulk_action", CloseRoundsAction)


class CourseMenuItem(MenuItem):
    """Shows to whoever may take the course along."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_export_course(request.user)


class KeeperMenuItem(MenuItem):
    """Shows to whoever keeps an organisation by role: its people, its role profiles, its log."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, Role.ORGANISATION_ADMINISTRATOR)


@hooks.register("register_reports_menu_item")
def register_job_texts_menu_item() -> MenuItem:
    address = reverse("job_descriptions")
    return KeeperMenuItem(
        _("Texts for job descriptions"), address, name="job-texts", icon_name="doc-full", order=910
    )


@hooks.register("register_admin_menu_item")
def register_people_menu_item() -> MenuItem:
    address = reverse("people_import")
    return KeeperMenuItem(
        _("Bring in people"), address, name="people", icon_name="group", order=305
    )


@hooks.register("register_reports_menu_item")
def register_report_log_menu_item() -> MenuItem:
    address = reverse("report_log")
    return KeeperMenuItem(
        _("Who opened which report"), address, name="report-log", icon_name="view", order=905
    )


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    results = ReportLogView.as_view(results_only=True)
    return [
        path("course.zip", course_zip, name="course_zip"),
        path("reports/opened/", ReportLogView.as_view(), name="report_log"),
        path("reports/opened/results/", results, name="report_log_results"),
    ]


@hooks.register("register_reports_menu_item")
def register_course_menu_item() -> MenuItem:
    address = reverse("course_zip")
    return CourseMenuItem(
        _("Whole course (ZIP)"), address, name="course", icon_name="download", order=900
    )
