"""The roles that a person can have in an organisation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    ADVISER = "adviser", _("Adviser")
    TEAM_MANAGER = "team_manager", _("Team manager")
    ORGANISATION_MANAGER = "organisation_manager", _("Organisation manager")
    ORGANISATION_ADMINISTRATOR = "organisation_administrator", _("Organisation administrator")
    EDITOR = "editor", _("Editor")


TEAM_ROLES = (Role.ADVISER, Role.TEAM_MANAGER)
