"""Registers what training adds to Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from training.domain.review_queue import counts
from training.permissions import may_review
from training.views import content, review
from training.viewsets import CompetenceViewSet, GlossaryViewSet, competences, glossary


class EditorsMenuItem(MenuItem):
    """Shows to whoever works on pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_review(request.user)


class ReviewPanel(Component):
    """How much waits to be looked at again, on the administration's front page."""

    name = "review"
    template_name = "training/admin/review_panel.html"
    order = 90

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"heading": _("To look at again"), "counts": counts(today=timezone.localdate())}


@hooks.register("register_admin_viewset")
def register_competences() -> CompetenceViewSet:
    return competences


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    return [
        path("review/", review.review, name="review_queue"),
        path("review/checked/", review.checked, name="review_checked"),
        path("review/owner/", review.owner, name="review_owner"),
        path("reports/content/", content.content, name="content_report"),
    ]


@hooks.register("register_admin_menu_item")
def register_review_menu_item() -> MenuItem:
    return EditorsMenuItem(
        _("To look at again"),
        reverse("review_queue"),
        name="review",
        icon_name="history",
        order=250,
    )


@hooks.register("register_reports_menu_item")
def register_content_menu_item() -> MenuItem:
    address = reverse("content_report")
    return EditorsMenuItem(
        _("Content checks"), address, name="content", icon_name="warning", order=650
    )


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_findings(request: HttpRequest, page: Page) -> None:
    content.tell_findings(request, page)


@hooks.register("construct_homepage_panels")
def add_review_panel(request: HttpRequest, panels: list[Component]) -> None:
    if may_review(request.user):
        panels.append(ReviewPanel())


@hooks.register("register_admin_viewset")
def register_glossary() -> GlossaryViewSet:
    return glossary
