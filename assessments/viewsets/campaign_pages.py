"""What the pages about check-in rounds in the administration share."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from assessments.enums import CampaignState
from assessments.models import Campaign
from assessments.models.campaigns import CampaignQuerySet
from assessments.permissions import administered_campaigns
from cms.accounts.models import User


def address(name: str, *args: Any) -> str:
    """Return the address of a page of the rounds."""
    return reverse(f"rounds:{name}", args=args)


def is_counted(campaign: Campaign) -> bool:
    """Return whether the snapshot of a round is taken."""
    return hasattr(campaign, "snapshot")


def moment_words(moment: Any) -> str:
    """Return a day and hour as they read here."""
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def next_steps(campaign: Campaign) -> list[HeaderButton]:
    """Return the buttons of what can be done with a round now."""
    steps: dict[str, Any] = {}
    if campaign.state == CampaignState.DRAFT:
        steps = {"open": _("Open round")}
    elif campaign.state == CampaignState.ACTIVE:
        steps = {"end": _("End round"), "close": _("Close round")}
    elif not is_counted(campaign):
        steps = {"reopen": _("Open again"), "close": _("Make group figures now")}
    return [
        HeaderButton(label, url=address(name, campaign.pk), icon_name="check")
        for name, label in steps.items()
    ]


def own_rounds(user: User) -> CampaignQuerySet:
    """Return the rounds that a person keeps, named in their language; any other is not found."""
    rounds = administered_campaigns(user).named(get_language())
    return rounds.select_related("organisation__evidence_policy", "team", "snapshot")


class RoundPage(WagtailAdminTemplateMixin, PermissionCheckedMixin, View):
    """A page about one round, whatever its state."""

    model = Campaign
    permission_required = "change"
    header_icon = "calendar-check"

    @cached_property
    def campaign(self) -> Campaign:
        """Return the round.

        Raises:
            Http404: when there is none, or the person does not keep it.
        """
        return get_object_or_404(own_rounds(self.request.user), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.campaign.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list to here."""
        return [
            *self.breadcrumbs_items,
            {"url": address("index"), "label": _("Check-in rounds")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page."""
        return self.render_to_response(self.get_context_data())
