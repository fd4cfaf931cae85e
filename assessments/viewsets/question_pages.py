"""What the pages about questions in the administration share."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from assessments.models import Question, QuestionVersion


class QuestionPage(WagtailAdminTemplateMixin, PermissionCheckedMixin, View):
    """A page about one question, or about the bank when the address names none."""

    model = Question
    permission_required = "change"
    header_icon = "help"
    namespace = "questions"

    @cached_property
    def version(self) -> QuestionVersion:
        """Return the current version with its question and texts.

        Raises:
            Http404: when there is no such question.
        """
        versions = QuestionVersion.objects.filter(is_current=True)
        versions = versions.select_related("question__competence__area").prefetch_related("texts")
        return get_object_or_404(versions, question=self.kwargs["pk"])

    @property
    def question(self) -> Question:
        return self.version.question

    def address(self, name: str, *args: Any) -> str:
        """Return the address of a page of the bank."""
        return reverse(f"{self.namespace}:{name}", args=args)

    def may(self, deed: str) -> bool:
        """Return whether the person may add, change or view questions."""
        return self.user_has_permission(deed)

    def get_page_subtitle(self) -> str:
        """Return the identifier, where there is one."""
        return self.question.identifier if "pk" in self.kwargs else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list to here."""
        return [
            *self.breadcrumbs_items,
            {"url": self.address("index"), "label": _("Questions")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show the page."""
        return self.render_to_response(self.get_context_data())
