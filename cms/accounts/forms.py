"""The forms of allauth that say something in words of our own."""

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    remember = forms.BooleanField(label=_("Keep me signed in for two weeks"), required=False)
