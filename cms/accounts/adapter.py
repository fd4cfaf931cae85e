"""How allauth meets Peil: people are invited, strangers do not sign themselves up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.PEIL_OPEN_SIGNUP

    def save_user(self, request: HttpRequest, user, form, commit: bool = True):
        """Keep the language in which somebody signed up as the language of mail."""
        user.language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)[:2]
        return super().save_user(request, user, form, commit)
