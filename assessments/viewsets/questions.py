"""The question bank in the administration: addresses, and who gets which page."""

from typing import Any

from django.urls import URLPattern, path

from assessments.models import Question
from assessments.viewsets.plain import PlainViewSet
from assessments.viewsets.question_edit import QuestionAddView, QuestionCopyView, QuestionEditView
from assessments.viewsets.question_figures import QuestionRegradeView, QuestionStatisticsView
from assessments.viewsets.question_imports import QuestionImportView
from assessments.viewsets.question_list import QuestionExportView, QuestionIndexView
from assessments.viewsets.question_steps import (
    QuestionArchiveView,
    QuestionHistoryView,
    QuestionRestoreView,
    QuestionTryView,
)

PAGES = {
    "edit": QuestionEditView,
    "copy": QuestionCopyView,
    "archive": QuestionArchiveView,
    "restore": QuestionRestoreView,
    "history": QuestionHistoryView,
    "try": QuestionTryView,
    "statistics": QuestionStatisticsView,
    "regrade": QuestionRegradeView,
}


class QuestionViewSet(PlainViewSet):
    model = Question
    icon = "help"
    add_to_admin_menu = True
    menu_order = 350
    index_view_class = QuestionIndexView
    index_results_template_name = "assessments/admin/questions/results.html"
    list_per_page = 30

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses; a question is never deleted."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self._page(QuestionAddView), name="add"),
            path("import/", self._page(QuestionImportView), name="import"),
            path(
                "export/",
                self.construct_view(QuestionExportView, **self.get_index_view_kwargs()),
                name="export",
            ),
            *(
                path(f"{name}/<int:pk>/", self._page(view), name=name)
                for name, view in PAGES.items()
            ),
        ]

    def _page(self, view: Any) -> Any:
        return view.as_view(permission_policy=self.permission_policy)


question_viewset = QuestionViewSet("questions")
