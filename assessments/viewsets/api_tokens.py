"""Access tokens of the read API in the administration: made, shown once, revoked; never edited."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import BaseButton, HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from assessments.api_permissions import visible_tokens
from assessments.domain.api_tokens import make_token, revoke_token
from assessments.forms.api_tokens import ApiTokenForm
from assessments.models import ApiScope, ApiToken
from assessments.viewsets.plain import PlainViewSet
from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.permissions import has_role, kept_organisations

DEEDS = ("add", "delete", "view")


class TokenPolicy(ModelPermissionPolicy):
    """Whoever keeps an organisation by role makes and revokes its tokens; nobody edits one."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action in DEEDS and has_role(user, Role.ORGANISATION_ADMINISTRATOR)

    def user_has_any_permission(self, user: User, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class TokenIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[ApiToken]:
        return visible_tokens(self.request.user).select_related("organisation")

    @cached_property
    def columns(self) -> list[Column]:
        columns = [
            self._get_title_column_class(TitleColumn)("name", label=_("Name"), width="35%"),
            Column("scopes", label=pgettext("access token", "Opens"), accessor=_scopes),
            Column("state", label=_("State"), accessor=_state),
        ]
        if kept_organisations(self.request.user).count() > 1:
            columns.insert(1, Column("organisation", label=_("Organisation")))
        return columns

    def get_delete_url(self, instance: ApiToken) -> str | None:
        return None if instance.revoked_at else super().get_delete_url(instance)

    def get_list_buttons(self, instance: ApiToken) -> list[BaseButton]:
        """Return the one deed there is, in sight: a menu opens with scripts alone."""
        url = self.get_delete_url(instance)
        look = "button button-small button-secondary"
        return [BaseButton(_("Revoke"), url=url, classname=look)] if url else []

    @cached_property
    def header_buttons(self) -> list[BaseButton]:
        described = HeaderButton(
            _("Description of the API (OpenAPI)"),
            url=reverse("api:openapi-json"),
            icon_name="code",
            priority=1100,
        )
        return [*super().header_buttons, described]


class TokenAddView(generic.CreateView):
    """The form; what it makes is shown on the answer itself, so that it is kept nowhere."""

    def form_valid(self, form: ApiTokenForm) -> HttpResponse:
        """Make the token and show its secret, once."""
        self.object, secret = make_token(**form.cleaned_data, now=timezone.now())
        context = {
            "breadcrumbs_items": self.get_breadcrumbs_items(),
            "header_icon": self.header_icon,
            "header_title": self.object.name,
            "token": self.object,
            "secret": secret,
            "example": self.request.build_absolute_uri(_first_address(self.object)),
            "described": reverse("api:openapi-json"),
            "back": self.get_success_url(),
        }
        response = TemplateResponse(self.request, "assessments/admin/tokens/made.html", context)
        add_never_cache_headers(response)
        return response


class TokenRevokeView(generic.DeleteView):
    """Asks, then revokes: the row stays, so that one can see what there was."""

    page_title = gettext_lazy("Revoke")
    success_message = gettext_lazy("“%(object)s” opens nothing any more.")

    def get_queryset(self) -> QuerySet[ApiToken]:
        return visible_tokens(self.request.user).filter(revoked_at__isnull=True)

    @property
    def confirmation_message(self) -> str:
        return _("Systems that use “%(name)s” get no answer from this moment on.") % {
            "name": self.object.name
        }

    def delete_action(self) -> None:
        revoke_token(token=self.object, now=timezone.now())


class TokenViewSet(PlainViewSet):
    model = ApiToken
    icon = "key"
    add_to_settings_menu = True
    menu_order = 900
    index_view_class = TokenIndexView
    add_view_class = TokenAddView
    delete_view_class = TokenRevokeView
    delete_template_name = "assessments/admin/tokens/revoke.html"
    # a token is never edited
    absent = ("edit_url_name", "history_url_name", "usage_url_name")

    def get_form_class(self, for_update: bool = False) -> type[ApiTokenForm]:
        return ApiTokenForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("revoke/<int:pk>/", self.delete_view, name="delete"),
        ]


def _scopes(token: ApiToken) -> str:
    return ", ".join(str(ApiScope(scope).label) for scope in token.scopes)


def _state(token: ApiToken) -> str:
    if token.last_used_on is None:
        return _("%(state)s. Never used.") % {"state": _stands(token)}
    words = {"state": _stands(token), "day": _day(token.last_used_on)}
    return _("%(state)s. Last used on %(day)s.") % words


def _stands(token: ApiToken) -> str:
    if token.revoked_at:
        return _("Revoked")
    if token.expires_on < timezone.localdate():
        return _("Expired")
    return _("In use until %(day)s") % {"day": _day(token.expires_on)}


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _first_address(token: ApiToken) -> str:
    """Return an address that a token opens, to try it with."""
    return reverse(f"api:{token.scopes[0]}")


register_permission_policy(ApiToken, TokenPolicy(ApiToken))
token_viewset = TokenViewSet("api-tokens")
