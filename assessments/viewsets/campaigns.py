"""Check-in rounds in the administration: prepare one, open it, close it. No result shows here."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from assessments.domain.campaign_checklist import CampaignNotReady
from assessments.domain.campaigns import activate_campaign
from assessments.domain.snapshots import RoundNotBegun, close_campaign
from assessments.enums import CampaignState
from assessments.forms.campaigns import CampaignForm
from assessments.models import Campaign
from assessments.permissions import administered_campaigns


class OwnRounds:
    """Only the rounds of organisations that the person keeps; any other is not found."""

    def get_queryset(self) -> QuerySet[Campaign]:
        return administered_campaigns(self.request.user).select_related("organisation")


class CampaignIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Campaign]:
        """Return the rounds of organisations that the person keeps, with their names."""
        rounds = administered_campaigns(self.request.user).named(get_language())
        return rounds.select_related("organisation")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "name", label=_("Name"), get_url=self.get_edit_url
            ),
            Column("organisation", label=_("Organisation")),
            Column("purpose", label=_("Purpose"), accessor="get_purpose_display"),
            _moment("opens_at", _("Opens")),
            _moment("closes_at", _("Closes")),
            Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        ]

    def get_edit_url(self, instance: Campaign) -> str | None:
        if instance.state == CampaignState.CLOSED:
            return None
        return super().get_edit_url(instance)


def _moment(field: str, label: str) -> Column:
    """Return a column with the day and hour themselves; Wagtail's own says "ago" of what comes."""

    def words(campaign: Campaign) -> str:
        return date_format(timezone.localtime(getattr(campaign, field)), "SHORT_DATETIME_FORMAT")

    return Column(field, label=label, accessor=words, sort_key=field)


class CampaignAddView(generic.CreateView):
    def save_instance(self) -> Campaign:
        return self.form.save()


class CampaignEditView(OwnRounds, generic.EditView):
    """What may still change; the next step of the round is a button beside it."""

    open_url_name = close_url_name = None

    def get_queryset(self) -> QuerySet[Campaign]:
        return super().get_queryset().exclude(state=CampaignState.CLOSED)

    def save_instance(self) -> Campaign:
        return self.form.save()

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if self.object.state == CampaignState.DRAFT:
            url, label = reverse(self.open_url_name, args=[self.object.pk]), _("Open round")
        else:
            url, label = reverse(self.close_url_name, args=[self.object.pk]), _("Close round")
        return [HeaderButton(label, url=url, icon_name="check")]


class StepView(OwnRounds, generic.DeleteView):
    """A step that is asked about before it is taken; what is built for deleting fits it."""

    permission_required = "change"
    template_name = "assessments/admin/step.html"
    step_url_name = None
    button = ""

    def get_delete_url(self) -> str:
        return reverse(self.step_url_name, args=[self.object.pk])

    def get_success_url(self) -> str:
        return reverse(self.index_url_name)

    def form_valid(self, form: Any) -> Any:
        """Take the step, or say why it cannot be taken."""
        try:
            return super().form_valid(form)
        except (CampaignNotReady, RoundNotBegun) as error:
            for reason in getattr(error, "reasons", [_("This round has not begun yet.")]):
                messages.error(self.request, reason)
            return self.get(self.request)


class CampaignOpenView(StepView):
    page_title = gettext_lazy("Open round")
    button = gettext_lazy("Yes, let people answer")
    success_message = gettext_lazy("'%(object)s' takes answers from the day it opens.")
    confirmation_message = gettext_lazy(
        "From the day it opens, everybody who is asked can answer. After the first answer its "
        "team, purpose and competences are fixed."
    )

    def delete_action(self) -> None:
        activate_campaign(campaign=self.object, now=timezone.now())


class CampaignCloseView(StepView):
    page_title = gettext_lazy("Close round")
    button = gettext_lazy("Yes, close the round")
    success_message = gettext_lazy(
        "'%(object)s' is closed. Its group figures are made; managers can read them."
    )
    confirmation_message = gettext_lazy(
        "Nobody can answer any more, check-ins that are not submitted do not count, and the group "
        "figures are made once. This cannot be undone."
    )

    def delete_action(self) -> None:
        close_campaign(campaign=self.object, now=timezone.now())


class CampaignViewSet(ModelViewSet):
    model = Campaign
    icon = "calendar-check"
    add_to_admin_menu = True
    menu_order = 300
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = CampaignIndexView
    add_view_class = CampaignAddView
    edit_view_class = CampaignEditView
    search_fields = None
    exclude_form_fields = ()

    def get_form_class(self, for_update: bool = False) -> type[CampaignForm]:
        return CampaignForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave out what a round does not have: it is not deleted, and its history is its own."""
        known = super().get_common_view_kwargs(**kwargs)
        absent = ("delete_url_name", "history_url_name", "usage_url_name")
        return {name: value for name, value in known.items() if name not in absent}

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_edit_view_kwargs(
            open_url_name=self.get_url_name("open"),
            close_url_name=self.get_url_name("close"),
            **kwargs,
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        steps = {"open": CampaignOpenView, "close": CampaignCloseView}
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            *(
                path(f"{name}/<int:pk>/", self._step(view, name), name=name)
                for name, view in steps.items()
            ),
        ]

    def _step(self, view: type[StepView], name: str) -> Any:
        return self.construct_view(view, step_url_name=self.get_url_name(name))


campaign_viewset = CampaignViewSet("rounds")
