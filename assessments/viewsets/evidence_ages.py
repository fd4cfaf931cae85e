"""The age of evidence in the administration: one form per organisation."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from assessments.forms.evidence_ages import EvidencePolicyForm
from assessments.models import EvidencePolicy
from assessments.viewsets.campaign_pages import address
from cms.accounts.models import Organisation
from cms.accounts.permissions import administered_organisations


class AgesPage(WagtailAdminTemplateMixin, PermissionCheckedMixin, View):
    permission_required = "change"
    header_icon = "history"
    page_title = gettext_lazy("Age of evidence and costs")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list of rounds to here."""
        return [
            *self.breadcrumbs_items,
            {"url": address("index"), "label": _("Check-in rounds")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]


class AgesView(AgesPage):
    """The organisations to choose from; straight to the form where there is one."""

    template_name = "assessments/admin/rounds/organisations.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        organisations = list(administered_organisations(request.user).order_by("name"))
        if len(organisations) == 1:
            return redirect(address("ages", organisations[0].pk))
        return self.render_to_response(self.get_context_data(organisations=organisations))


class OrganisationAgesView(AgesPage):
    template_name = "assessments/admin/rounds/ages.html"

    @cached_property
    def organisation(self) -> Organisation:
        """Return the organisation.

        Raises:
            Http404: when there is none, or the person does not keep it.
        """
        return get_object_or_404(
            administered_organisations(self.request.user), pk=self.kwargs["pk"]
        )

    def get_page_subtitle(self) -> str:
        return self.organisation.name

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self._form()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Store the ages of the organisation."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        form.save()
        messages.success(request, _("Saved."))
        return redirect(address("index"))

    def _form(self, data: Any = None) -> EvidencePolicyForm:
        stored = EvidencePolicy.objects.filter(organisation=self.organisation).first()
        return EvidencePolicyForm(
            data,
            instance=stored or EvidencePolicy(organisation=self.organisation),
            for_user=self.request.user,
        )
