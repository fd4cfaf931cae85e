"""The list of check-in rounds in the administration."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from assessments.domain.campaign_kinds import SETTINGS
from assessments.enums import CampaignKind, CampaignState
from assessments.models import Campaign
from assessments.viewsets.campaign_pages import (
    address,
    is_counted,
    moment_words,
    own_rounds,
)


class CampaignIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Campaign]:
        """Return the rounds of organisations that the person keeps, with their names."""
        return own_rounds(self.request.user)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="campaign"),
            self._get_title_column_class(TitleColumn)(
                "name", label=_("Name"), get_url=self.get_title_url, get_title_id=_title_id
            ),
            Column("organisation", label=_("Organisation")),
            Column("purpose", label=_("Purpose"), accessor="get_purpose_display"),
            _moment("opens_at", _("Opens")),
            _moment("closes_at", _("Closes")),
            Column("state", label=_("State"), accessor=_state, sort_key="state"),
        ]

    def get_edit_url(self, instance: Campaign) -> str | None:
        if instance.state == CampaignState.CLOSED:
            return None
        return super().get_edit_url(instance)

    def get_title_url(self, instance: Campaign) -> str:
        """Lead to the form while it may change, and to how it stands after that."""
        return self.get_edit_url(instance) or address("status", instance.pk)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        if not self.add_url:
            return super().header_more_buttons
        presets = [
            Button(
                _("Add: %(kind)s") % {"kind": CampaignKind(kind).label},
                url=f"{self.add_url}?kind={kind}",
                icon_name="plus",
                priority=number,
            )
            for number, kind in enumerate(SETTINGS)
        ]
        ages = Button(
            _("Age of evidence and costs"), url=address("ages"), icon_name="history", priority=90
        )
        return [*presets, ages, *super().header_more_buttons]


def _title_id(campaign: Campaign) -> str:
    return f"campaign_{campaign.pk}_title"


def _state(campaign: Campaign) -> str:
    if campaign.state == CampaignState.CLOSED and not is_counted(campaign):
        return _("Closed, no group figures yet")
    return campaign.get_state_display()


def _moment(field: str, label: str) -> Column:
    """Return a column with the day and hour themselves; Wagtail's own says "ago" of what comes."""

    def words(campaign: Any) -> str:
        return moment_words(getattr(campaign, field))

    return Column(field, label=label, accessor=words, sort_key=field)
