"""Check-in rounds in the administration: addresses, and the form. No result shows here."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from assessments.domain.campaign_kinds import preset_of
from assessments.enums import CampaignState
from assessments.forms.campaigns import CampaignForm
from assessments.models import Campaign
from assessments.viewsets.campaign_list import CampaignIndexView
from assessments.viewsets.campaign_pages import address, next_steps, own_rounds
from assessments.viewsets.campaign_steps import (
    CampaignCloseView,
    CampaignEndView,
    CampaignOpenView,
    CampaignReopenView,
    CampaignStatusView,
)
from assessments.viewsets.evidence_ages import AgesView, OrganisationAgesView
from assessments.viewsets.plain import PlainViewSet

STEPS = {
    "open": CampaignOpenView,
    "end": CampaignEndView,
    "close": CampaignCloseView,
    "reopen": CampaignReopenView,
    "status": CampaignStatusView,
    "ages": OrganisationAgesView,
}


class CampaignAddView(generic.CreateView):
    def get_initial(self) -> dict[str, Any]:
        """Begin with what the kind in the address asks."""
        return super().get_initial() | preset_of(self.request.GET.get("kind", ""))

    def save_instance(self) -> Campaign:
        return self.form.save()


class CampaignEditView(generic.EditView):
    """What may still change; how it stands and the next steps of the round are buttons beside."""

    def get_queryset(self) -> QuerySet[Campaign]:
        return own_rounds(self.request.user).exclude(state=CampaignState.CLOSED)

    def save_instance(self) -> Campaign:
        return self.form.save()

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        stands = HeaderButton(
            _("How it stands"), url=address("status", self.object.pk), icon_name="view"
        )
        return [stands, *next_steps(self.object)]


class CampaignViewSet(PlainViewSet):
    model = Campaign
    icon = "calendar-check"
    add_to_admin_menu = True
    menu_order = 300
    index_view_class = CampaignIndexView
    index_template_name = "assessments/admin/rounds/index.html"
    add_view_class = CampaignAddView
    edit_view_class = CampaignEditView
    # a round is not deleted, and its history is its own
    absent = ("delete_url_name", "history_url_name", "usage_url_name")

    def get_form_class(self, for_update: bool = False) -> type[CampaignForm]:
        return CampaignForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("ages/", self._page(AgesView), name="ages"),
            *(
                path(f"{name}/<int:pk>/", self._page(view), name=name)
                for name, view in STEPS.items()
            ),
        ]

    def _page(self, view: Any) -> Any:
        return view.as_view(permission_policy=self.permission_policy)


campaign_viewset = CampaignViewSet("rounds")
