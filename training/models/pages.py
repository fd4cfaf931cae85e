"""ToolkitPage > ModulePage > LessonPage; what is personal on them comes from template tags."""

from unicodedata import normalize

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageViewRestriction, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.accounts.models import User
from cms.blocks.body import BodyBlock
from cms.models import BasePage
from cms.plain_text import sections_of
from cms.words import fold
from training.blocks import LessonBodyBlock
from training.enums import PreviewAs


class ReadablePage(BasePage):
    """A page of the toolkit, which anybody may read unless an editor restricts it."""

    class Meta:
        abstract = True

    def get_view_restrictions(self):
        """Return the restrictions of this page; no query when it is known that there are none.

        The view that serves these pages asks in its own query whether any page is restricted.
        """
        if getattr(self, "some_page_is_restricted", True):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()


class ShippedPage(ReadablePage):
    """A page that may come from a shipped file: `key` names the file, `shipped_hash` its content.

    The hash is of what the loader wrote into `shipped_fields`; a page whose content no longer
    matches it was changed by an editor, and the loader leaves it alone. `text_field` holds the
    stream that is read.
    """

    shipped_fields: tuple[str, ...] = ("slug", "title", "summary")
    text_field = "body"

    key = models.CharField(_("key of the shipped file"), max_length=160, blank=True, editable=False)
    shipped_hash = models.CharField(max_length=64, blank=True, editable=False)

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("folded_words"),
        index.FilterField("locale_id"),
    ]

    class Meta:
        abstract = True

    @property
    def folded_words(self) -> str:
        """Return all words of the page as search compares them; costs no query."""
        sections = sections_of(getattr(self, self.text_field).raw_data)
        texts = [self.title, self.summary]
        texts += [f"{section.heading} {section.text}" for section in sections]
        return fold(normalize("NFC", "\n".join(texts)))


class ToolkitPage(ReadablePage):
    """All modules of one language."""

    template = "training/toolkit_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["training.ModulePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("toolkit")


class ModulePage(ShippedPage):
    """A few lessons on one subject."""

    code = models.CharField(_("code"), max_length=10)
    introduction = StreamField(BodyBlock(), blank=True, verbose_name=_("introduction"))

    template = "training/module_page.html"
    parent_page_types = ["training.ToolkitPage"]
    subpage_types = ["training.LessonPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("code"), FieldPanel("introduction")]
    shipped_fields = (*ShippedPage.shipped_fields, "code", "introduction")
    text_field = "introduction"
    override_translatable_fields = [SynchronizedField("code", overridable=False)]

    class Meta:
        verbose_name = _("module")


class LessonPage(ShippedPage):
    """Eight to fifteen minutes of learning."""

    code = models.CharField(_("code"), max_length=10)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    review_date = models.DateField(_("facts to be reviewed on"))
    body = StreamField(LessonBodyBlock(), verbose_name=_("body"))

    template = "training/lesson_page.html"
    parent_page_types = ["training.ModulePage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("code"), FieldPanel("minutes"), FieldPanel("review_date")],
            heading=_("About this lesson"),
        ),
        InlinePanel(
            "objectives", heading=_("Objectives"), label=_("Objective"), min_num=1, max_num=3
        ),
        FieldPanel("body"),
    ]
    shipped_fields = (*ShippedPage.shipped_fields, "code", "minutes", "review_date", "body")

    preview_modes = PreviewAs.choices
    override_translatable_fields = [
        SynchronizedField("code", overridable=False),
        SynchronizedField("minutes", overridable=False),
        SynchronizedField("review_date", overridable=False),
    ]

    class Meta:
        verbose_name = _("lesson")

    def serve_preview(self, request, mode_name: str):
        """Show the lesson to a guest or to an adviser who is nobody: nothing is read or kept."""
        is_guest = mode_name == PreviewAs.GUEST
        request.user = AnonymousUser() if is_guest else User(pk=0, first_name=_("Adviser"))
        return super().serve_preview(request, mode_name)

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Return (anchor, heading) of each headed section, in order; costs no query."""
        return [
            (block["value"]["anchor"], block["value"]["text"])
            for block in self.body.raw_data
            if block["type"] == "heading"
        ]

    @property
    def has_countries(self) -> bool:
        """Return whether some blocks hold for one country only; costs no query."""
        return any(
            block["type"] == "country"
            or (block["type"] == "try_now" and bool(block["value"].get("country")))
            for block in self.body.raw_data
        )


class LessonObjective(TranslatableMixin, Orderable):
    """What the reader can do after a lesson, for one competence."""

    page = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="objectives")
    competence = models.ForeignKey(
        "training.Competence",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("competence"),
    )
    text = models.CharField(_("objective"), max_length=200)

    panels = [FieldPanel("competence"), FieldPanel("text")]
    override_translatable_fields = [SynchronizedField("competence", overridable=False)]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("objective")

    def __str__(self) -> str:
        return self.text
