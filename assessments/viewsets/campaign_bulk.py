"""What is done with several rounds at once: each for itself, and what was skipped is said."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.functional import classproperty
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from assessments.domain.campaigns import activate_campaign
from assessments.domain.snapshots import close_campaign
from assessments.enums import CampaignState
from assessments.models import Campaign
from assessments.viewsets.campaign_pages import is_counted, own_rounds
from assessments.viewsets.campaign_steps import REFUSALS, refusal_words


class RoundsAction(BulkAction):
    """A step that several rounds take; a round for which it makes no sense stays as it is."""

    template_name = "assessments/admin/rounds/bulk.html"
    question: Any = ""
    button: Any = ""

    @classproperty
    def models(cls) -> list[type[Campaign]]:
        return [Campaign]

    def get_actionable_objects(self) -> tuple[list[Campaign], dict[str, Any]]:
        """Return the rounds that were chosen and that the person keeps; others are not told of.

        Raises:
            Http404: when there is none.
        """
        rounds = own_rounds(self.request.user).order_by("opens_at", "pk")
        chosen = self.request.GET.getlist("id")
        if "all" not in chosen:
            rounds = rounds.filter(pk__in=[pk for pk in chosen if pk.isdecimal()])
        if not self.request.user.has_perm("assessments.change_campaign") or not rounds:
            raise Http404
        return list(rounds), {"items_with_no_access": []}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(question=self.question, button=self.button, **kwargs)

    def get_execution_context(self) -> dict[str, Any]:
        return {"action": self}

    @classmethod
    def execute_action(
        cls, objects: Iterable[Campaign], action: "RoundsAction", **kwargs: Any
    ) -> tuple[int, int]:
        """Take the step with each round; say which were skipped, and why."""
        done = 0
        for campaign in objects:
            try:
                reasons = action.skip_reasons(campaign)
                if not reasons:
                    action.take(campaign)
            except REFUSALS as refusal:
                reasons = refusal_words(refusal)
            done += not reasons
            if reasons:
                words = {"name": campaign.name, "reasons": " ".join(reasons)}
                messages.warning(action.request, _("Skipped “%(name)s”: %(reasons)s") % words)
        return done, 0

    def skip_reasons(self, campaign: Campaign) -> list[str]:
        """Return why a round stays as it is, before anything is tried."""
        raise NotImplementedError

    def take(self, campaign: Campaign) -> None:
        raise NotImplementedError


class OpenRoundsAction(RoundsAction):
    display_name = gettext_lazy("Open")
    aria_label = gettext_lazy("Open the chosen rounds")
    action_type = "open"
    action_priority = 10
    question = gettext_lazy("From the day each round opens, everybody who is asked can answer.")
    button = gettext_lazy("Yes, open them")

    def skip_reasons(self, campaign: Campaign) -> list[str]:
        return [_("It is active already.")] if campaign.state == CampaignState.ACTIVE else []

    def take(self, campaign: Campaign) -> None:
        activate_campaign(campaign=campaign, now=timezone.now())

    def get_success_message(self, done: int, _children: int) -> str | None:
        words = ngettext("%(count)d round is active.", "%(count)d rounds are active.", done)
        return words % {"count": done} if done else None


class CloseRoundsAction(RoundsAction):
    display_name = gettext_lazy("Close")
    aria_label = gettext_lazy("Close the chosen rounds")
    action_type = "close"
    action_priority = 20
    question = gettext_lazy(
        "Nobody can answer any more, check-ins that are not submitted do not count, and the group "
        "figures are made once. This cannot be undone."
    )
    button = gettext_lazy("Yes, close them")

    def skip_reasons(self, campaign: Campaign) -> list[str]:
        return [_("It is closed already.")] if is_counted(campaign) else []

    def take(self, campaign: Campaign) -> None:
        close_campaign(campaign=campaign, now=timezone.now())

    def get_success_message(self, done: int, _children: int) -> str | None:
        words = ngettext("%(count)d round is closed.", "%(count)d rounds are closed.", done)
        return words % {"count": done} if done else None
