"""How allauth meets Peil: people are invited, mail goes through the one door."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms import mail


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This email address and this password do not belong together."
        ),
        "too_many_login_attempts": _(
            "A wrong password was given too often. Try again in five minutes."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.PEIL_OPEN_SIGNUP

    def save_user(self, request: HttpRequest, user, form, commit: bool = True):
        """Keep the language in which somebody signed up as the language of mail."""
        user.language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)[:2]
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send one of allauth's mails in the language of the person it is for."""
        request = allauth_context.request
        values = {
            "request": request,
            "email": email,
            "current_site": get_current_site(request),
            **context,
        }
        language = getattr(context.get("user"), "language", "")
        mail.send(template_prefix, email, values, language=language)
