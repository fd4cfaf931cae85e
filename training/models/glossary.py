"""Terms that are explained where they stand: language-neutral rows with a text per language."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_KEY = 80
LONGEST_TERM = 80
LONGEST_TEXT = 500


class GlossaryTerm(models.Model):
    """A term; `lesson` is the translation key of the lesson that teaches it.

    `shipped_hash` is of what the loader wrote; a term whose words no longer match it was changed
    by an editor, and the loader leaves it alone.
    """

    key = models.SlugField(
        _("key"),
        max_length=LONGEST_KEY,
        unique=True,
        help_text=_("Names the term in its address; the same in all languages."),
    )
    lesson = models.UUIDField(_("lesson that teaches it"), null=True, blank=True)
    shipped_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class GlossaryText(models.Model):
    """A term in one language; `also` lists other forms of it that are explained too."""

    entry = models.ForeignKey(GlossaryTerm, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    term = models.CharField(_("term"), max_length=LONGEST_TERM)
    also = models.JSONField(_("also"), default=list, blank=True)
    text = models.CharField(_("explanation"), max_length=LONGEST_TEXT)

    class Meta:
        verbose_name = _("text of a term")
        verbose_name_plural = _("texts of terms")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "language"], name="one_glossary_text_per_language"
            )
        ]

    def __str__(self) -> str:
        return self.term
