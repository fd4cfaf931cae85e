"""What every page has: a summary for lists and search, and its reader's language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.translating.ids import give_ids
from cms.translating.refusing import refuse_foreign_words


class BasePage(Page):
    """The abstract parent of all pages."""

    summary = models.CharField(
        _("summary"),
        max_length=160,
        blank=True,
        help_text=_("One sentence: what does the reader get here?"),
    )

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    search_fields = [*Page.search_fields, index.SearchField("summary", boost=2)]

    class Meta:
        abstract = True

    @property
    def language(self) -> str:
        """Return the code of the page's language; costs no query for the page being served."""
        return self.locale.language_code

    def clean(self) -> None:
        """Check the page and give its list items ids; a live one shows no untranslated words.

        Raises:
            ValidationError: with what is wrong.
        """
        super().clean()
        give_ids(self)
        if self.live:
            refuse_foreign_words(self)
