"""The steps of a round in the administration: each is asked about, then taken, or refused."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from assessments.domain.campaign_checklist import CampaignNotReady, checklist
from assessments.domain.campaigns import activate_campaign
from assessments.domain.participation import participation
from assessments.domain.rounds_due import counted_from
from assessments.domain.snapshots import (
    AlreadyCounted,
    RoundNotBegun,
    close_campaign,
    end_campaign,
    reopen_campaign,
)
from assessments.enums import CampaignState
from assessments.forms.campaigns import ReopenForm
from assessments.permissions import sees_participation
from assessments.viewsets.campaign_pages import (
    RoundPage,
    address,
    is_counted,
    moment_words,
    next_steps,
)


def refusal_words(error: Exception) -> list[str]:
    """Return why a step was refused, as sentences for the person who took it."""
    if isinstance(error, CampaignNotReady):
        return error.reasons
    if isinstance(error, AlreadyCounted):
        return [_("The group figures are made; this round stays closed.")]
    return [_("This round has not begun yet.")]


REFUSALS = (AlreadyCounted, CampaignNotReady, RoundNotBegun)


class StepPage(RoundPage):
    """A step that is asked about before it is taken."""

    template_name = "assessments/admin/rounds/step.html"
    question: Any = ""
    button: Any = ""
    done: Any = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the step, or say why it cannot be taken."""
        try:
            self.take()
        except REFUSALS as error:
            for reason in refusal_words(error):
                messages.error(request, reason)
            return self.get(request)
        messages.success(request, self.done % {"name": self.campaign.name})
        return redirect(address("index"))

    def take(self) -> None:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs |= {"question": self.question, "button": self.button}
        return super().get_context_data(back=address("index"), **kwargs)


class CampaignOpenView(StepPage):
    """The checklist of a round, and the button where every line is met."""

    page_title = gettext_lazy("Open round")
    button = gettext_lazy("Yes, let people answer")
    done = gettext_lazy("“%(name)s” takes answers from the day it opens.")
    question = gettext_lazy(
        "From the day it opens, everybody who is asked can answer. After the first answer its "
        "team, purpose and competences are fixed."
    )

    def take(self) -> None:
        activate_campaign(campaign=self.campaign, now=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = checklist(self.campaign, timezone.now())
        is_ready = (
            all(line.is_met for line in lines) and self.campaign.state != CampaignState.CLOSED
        )
        edit = address("edit", self.campaign.pk)
        return super().get_context_data(lines=lines, is_held=not is_ready, edit=edit, **kwargs)


class CampaignEndView(StepPage):
    page_title = gettext_lazy("End round")
    button = gettext_lazy("Yes, end the round")
    done = gettext_lazy(
        "“%(name)s” has ended. Until its group figures are made you can open it again."
    )
    question = gettext_lazy(
        "Nobody can answer any more; nothing is lost. Until the group figures are made you can "
        "open the round again."
    )

    def take(self) -> None:
        end_campaign(campaign=self.campaign, now=timezone.now())


class CampaignCloseView(StepPage):
    page_title = gettext_lazy("Close round")
    button = gettext_lazy("Yes, close the round")
    done = gettext_lazy("“%(name)s” is closed. Its group figures are made; managers can read them.")
    question = gettext_lazy(
        "Nobody can answer any more, check-ins that are not submitted do not count, and the group "
        "figures are made once. This cannot be undone."
    )

    def take(self) -> None:
        close_campaign(campaign=self.campaign, now=timezone.now())


class CampaignReopenView(StepPage):
    """Asks until when; what was submitted comes back as a draft."""

    page_title = gettext_lazy("Open again")
    button = gettext_lazy("Yes, open it again")
    done = gettext_lazy("“%(name)s” takes answers again.")
    question = gettext_lazy(
        "People can answer again. What was submitted comes back as a draft with all its answers; "
        "it counts once it is submitted again."
    )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form anew when its moment is wrong."""
        if not self.form.is_valid():
            return self.get(request)
        return super().post(request, *args, **kwargs)

    @property
    def form(self) -> ReopenForm:
        if not hasattr(self, "_form"):
            self._form = ReopenForm(self.request.POST if self.request.method == "POST" else None)
        return self._form

    def take(self) -> None:
        closes_at = self.form.cleaned_data["closes_at"]
        reopen_campaign(campaign=self.campaign, closes_at=closes_at, now=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=self.form, media=self.form.media, **kwargs)


class CampaignStatusView(RoundPage):
    """How a round stands: its dates, how many took part, and what can be done next."""

    template_name = "assessments/admin/rounds/status.html"
    page_title = gettext_lazy("How it stands")

    @property
    def header_buttons(self) -> list[Any]:
        return next_steps(self.campaign)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, campaign = timezone.now(), self.campaign
        shows = campaign.state != CampaignState.DRAFT and sees_participation(
            self.request.user, campaign
        )
        waits = campaign.state == CampaignState.CLOSED and not is_counted(campaign)
        return super().get_context_data(
            campaign=campaign,
            opens=moment_words(campaign.opens_at),
            closes=moment_words(campaign.closes_at),
            counted_from=moment_words(counted_from(campaign)) if waits else "",
            smallest=campaign.organisation.minimum_group_size,
            is_open=campaign.is_open_at(now),
            rows=participation(campaign, now) if shows else [],
            **kwargs,
        )
