"""What the answers say of a question, and a wrong key put right, in the administration."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.admin import messages

from assessments.domain.question_figures import question_figures
from assessments.domain.regrade import (
    RegradeRefused,
    apply_regrade,
    earlier_versions,
    preview_regrade,
)
from assessments.emails import send_band_changed
from assessments.forms.regrade import RegradeForm
from assessments.models import QuestionVersion, Regrade
from assessments.viewsets.question_pages import QuestionPage


class QuestionStatisticsView(QuestionPage):
    """Figures without people, as the job stored them."""

    permission_required = "view"
    template_name = "assessments/admin/questions/statistics.html"
    page_title = gettext_lazy("What the answers say")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = question_figures(self.question, language=get_language())
        return super().get_context_data(
            figures=figures,
            area=self.question.competence.area,
            regrade_address=self.address("regrade", self.question.pk),
            may_change=self.may("change"),
            **kwargs,
        )


class QuestionRegradeView(QuestionPage):
    """Old answers by the key of the current version: first what it would do, then once."""

    template_name = "assessments/admin/questions/regrade.html"
    page_title = gettext_lazy("Correct the key of earlier answers")
    form: RegradeForm

    @cached_property
    def earlier(self) -> list[QuestionVersion]:
        return earlier_versions(self.question)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what a regrade of each earlier version would do."""
        self.form = RegradeForm()
        return super().get(request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Regrade the answers to one version, and tell whose band changes."""
        version = self.wanted()
        self.form = RegradeForm(request.POST)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        try:
            done = apply_regrade(
                version=version,
                by_version=self.version,
                made_by=request.user,
                reason=self.form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except RegradeRefused:
            messages.error(request, _("Somebody saved another version meanwhile; look again."))
            return redirect(self.address("regrade", self.question.pk))
        unsent = sum(not send_band_changed(change) for change in done.bands)
        said = ngettext(
            "%(n)d answer counts otherwise now.", "%(n)d answers count otherwise now.", done.changed
        )
        messages.success(request, said % {"n": done.changed})
        if unsent:
            messages.warning(request, _("Mails that could not be sent: %(n)d.") % {"n": unsent})
        return redirect(self.address("statistics", self.question.pk))

    def wanted(self) -> QuestionVersion:
        """Return the earlier version that was sent.

        Raises:
            Http404: when it is none of this question's earlier ones.
        """
        sent = self.request.POST.get("version", "")
        version = next((row for row in self.earlier if str(row.pk) == sent), None)
        if version is None:
            raise Http404
        return version

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [
            {
                "version": version,
                "preview": preview_regrade(version=version, by_version=self.version),
            }
            for version in self.earlier
        ]
        made = Regrade.objects.filter(version__question=self.question)
        return super().get_context_data(
            rows=rows,
            form=self.form,
            made=made.select_related("version", "by_version"),
            version=self.version,
            **kwargs,
        )
