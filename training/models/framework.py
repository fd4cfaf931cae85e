"""The competence framework: language-neutral rows, with rows of text per language beside them.

Ratings point to a CompetenceVersion, so a changed sentence never changes an old answer.
"""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Framework(models.Model):
    """One competence framework; `identifier` is its identifier in CASE exchange files."""

    identifier = models.UUIDField(unique=True)
    title = models.CharField(max_length=200)
    creator = models.CharField(max_length=200)
    version = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")

    def __str__(self) -> str:
        return self.title


class Area(models.Model):
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="areas")
    identifier = models.UUIDField(unique=True)
    code = models.CharField(max_length=4, unique=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.code


class AreaText(models.Model):
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "language"], name="one_area_text_per_language")
        ]

    def __str__(self) -> str:
        return self.name


class LevelText(models.Model):
    """The label and the general sentence of a level, in one language."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="level_texts")
    level = models.PositiveSmallIntegerField(validators=[MaxValueValidator(5)])
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    label = models.CharField(_("label"), max_length=60)
    sentence = models.CharField(_("sentence"), max_length=400)

    class Meta:
        ordering = ["level"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "level", "language"], name="one_level_text_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.label}"


class CompetenceQuerySet(models.QuerySet["Competence"]):
    def core(self) -> "CompetenceQuerySet":
        """Return the competences of the list of twelve; extensions are off by default."""
        return self.filter(is_extension=False)


class Competence(models.Model):
    """A competence; `code` such as B1 stays the same for ever, its words are versioned."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="competences")
    identifier = models.UUIDField(unique=True)
    code = models.CharField(max_length=6, unique=True)
    order = models.PositiveSmallIntegerField()
    is_extension = models.BooleanField(default=False)

    objects = CompetenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("competence")
        verbose_name_plural = _("competences")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.code


class CompetenceVersion(models.Model):
    """The words of a competence as they stood from a moment on; never edited, only followed."""

    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    is_current = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("competence version")
        verbose_name_plural = _("competence versions")
        ordering = ["competence", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["competence", "number"], name="one_row_per_competence_version"
            ),
            models.UniqueConstraint(
                fields=["competence"],
                condition=Q(is_current=True),
                name="one_current_competence_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competence} v{self.number}"


class CompetenceText(models.Model):
    version = models.ForeignKey(CompetenceVersion, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=120)
    definition = models.CharField(_("definition"), max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"], name="one_competence_text_per_language"
            )
        ]

    def __str__(self) -> str:
        return self.name


class LevelDescriptor(models.Model):
    """What a level looks like for one competence, as a sentence in one language."""

    version = models.ForeignKey(
        CompetenceVersion, on_delete=models.CASCADE, related_name="descriptors"
    )
    level = models.PositiveSmallIntegerField(validators=[MaxValueValidator(5)])
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    sentence = models.CharField(_("sentence"), max_length=400)

    class Meta:
        ordering = ["level"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "level", "language"], name="one_descriptor_per_language"
            )
        ]

    def __str__(self) -> str:
        return self.sentence
