"""The people and role profiles that a round asks, as fields of its form."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.models import RoleProfile, RoleProfileText
from cms.accounts.models import Membership, Organisation, User


class ProfileField(forms.ModelMultipleChoiceField):
    """Role profiles with their names; the code alone where a name is missing."""

    names: Mapping[int, str] = {}

    def label_from_instance(self, profile: RoleProfile) -> str:
        return self.names.get(profile.pk, profile.code)


class PeopleField(forms.CharField):
    """E-mail addresses, one a line, read as the advisers that they belong to."""

    widget = forms.Textarea(attrs={"rows": 3})
    advisers: "QuerySet[User]" = User.objects.none()

    def prepare_value(self, value: Any) -> Any:
        """Show people by their addresses."""
        if value is None or isinstance(value, str):
            return value
        return "\n".join(sorted(user.email for user in value))

    def clean(self, value: Any) -> list[User]:
        """Return the advisers.

        Raises:
            ValidationError: naming the addresses that belong to no adviser here.
        """
        if value is not None and not isinstance(value, str):  # a field that is closed
            return list(value)
        addresses = {word.lower() for word in super().clean(value).replace(",", " ").split()}
        found = list(self.advisers.filter(email__in=addresses))
        unknown = addresses - {user.email for user in found}
        if unknown:
            raise forms.ValidationError(
                _("No adviser of your organisation has this address: %(addresses)s."),
                params={"addresses": ", ".join(sorted(unknown))},
            )
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare addresses."""
        return super().has_changed(self.prepare_value(initial), data)


def advisers_of(organisations: Iterable[Organisation | int], on: date) -> QuerySet[User]:
    """Return who advises in one of these organisations on a day or will do so after it."""
    memberships = Membership.objects.advisers().filter(
        Q(until__isnull=True) | Q(until__gte=on), organisation__in=organisations
    )
    return User.objects.filter(pk__in=memberships.values("user")).order_by("email")


def profile_names(organisations: Iterable[Organisation], language: str) -> dict[int, str]:
    """Return the names of the role profiles of organisations in a language."""
    texts = RoleProfileText.objects.filter(
        profile__organisation__in=organisations, language=language
    )
    return dict(texts.values_list("profile", "name"))
