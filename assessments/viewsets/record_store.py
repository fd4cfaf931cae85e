"""The learning record store in the administration: its settings, and how much is on its way."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from assessments.domain.record_outbox import statement_counts, try_again
from assessments.domain.record_stores import host_of, set_record_store, store_of
from assessments.forms.record_store import RecordStoreForm
from assessments.models import RecordStore
from assessments.record_enums import StatementState
from assessments.viewsets.campaign_pages import moment_words
from cms.accounts.enums import Role
from cms.accounts.models import Organisation
from cms.accounts.permissions import administered_organisations, has_role


class StorePage(WagtailAdminTemplateMixin, View):
    header_icon = "upload"
    page_title = gettext_lazy("Learning record store")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the front page to here."""
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, here]


class StoreListView(StorePage):
    """The organisations to choose from; straight to the form where there is one."""

    template_name = "assessments/admin/record_stores/organisations.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them.

        Raises:
            Http404: to whoever keeps none.
        """
        organisations = list(administered_organisations(request.user).order_by("name"))
        if not organisations:
            raise Http404
        if len(organisations) == 1:
            return redirect("record-store:edit", organisations[0].pk)
        return self.render_to_response(self.get_context_data(organisations=organisations))


class StoreFormPage(StorePage):
    @cached_property
    def organisation(self) -> Organisation:
        """Return the organisation.

        Raises:
            Http404: when there is none, or the person does not keep it.
        """
        return get_object_or_404(
            administered_organisations(self.request.user), pk=self.kwargs["pk"]
        )

    @cached_property
    def store(self) -> RecordStore:
        return store_of(self.organisation)


class StoreEditView(StoreFormPage):
    """The settings, what went wrong last, and how many statements wait, went or were given up."""

    template_name = "assessments/admin/record_stores/edit.html"

    def get_page_subtitle(self) -> str:
        return self.organisation.name

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(RecordStoreForm(store=self.store))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Store the settings; a store that stopped is asked again."""
        form = RecordStoreForm(request.POST, store=self.store)
        if not form.is_valid():
            return self._show(form)
        set_record_store(organisation=self.organisation, settings=form.chosen(), now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("record-store:edit", pk)

    def _show(self, form: RecordStoreForm) -> HttpResponse:
        store = self.store
        counts = statement_counts(store) if store.pk else {}
        context = self.get_context_data(
            form=form,
            store=store,
            host=host_of(store.endpoint),
            counts=[(StatementState(state).label, number) for state, number in counts.items()],
            given_up=counts.get(StatementState.GIVEN_UP, 0),
            problem_at=moment_words(store.problem_at) if store.problem_at else "",
        )
        return self.render_to_response(context)


class StoreRetryView(StoreFormPage):
    """Statements that were given up wait anew."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let them wait, and say how many."""
        number = try_again(store=self.store, now=timezone.now()) if self.store.pk else 0
        said = ngettext(
            "%(n)d statement is tried again.", "%(n)d statements are tried again.", number
        )
        messages.success(request, said % {"n": number})
        return redirect("record-store:edit", pk)


class RecordStoreMenuItem(MenuItem):
    """Shows to whoever keeps an organisation."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.is_superuser or has_role(request.user, Role.ORGANISATION_ADMINISTRATOR)


class RecordStoreViewSet(ViewSet):
    menu_label = gettext_lazy("Record store")
    icon = "upload"
    add_to_admin_menu = True
    menu_order = 310
    menu_item_class = RecordStoreMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", StoreListView.as_view(), name="index"),
            path("<int:pk>/", StoreEditView.as_view(), name="edit"),
            path("<int:pk>/retry/", StoreRetryView.as_view(), name="retry"),
        ]


record_store_viewset = RecordStoreViewSet("record-store")
