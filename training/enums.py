"""The fixed vocabularies of training; imports nothing of ours."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class LevelNumber(IntegerChoices):
    """The scale 0-5; the words for readers are LevelText rows."""

    NOT_YET = 0, _("Not yet")
    AWARE = 1, _("Aware")
    WITH_SUPPORT = 2, _("With support")
    INDEPENDENT = 3, _("Independent")
    SKILLED = 4, _("Skilled")
    LEADING = 5, _("Leading")


class ProgressState(TextChoices):
    STARTED = "started", _("Started")
    DONE = "done", _("Done")
