"""Blocks of words: headed sections, text, callouts and references."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

INLINE = ["bold", "italic", "link"]
PROSE = [*INLINE, "ol", "ul"]

anchor_validator = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use lower-case letters, digits and single hyphens.")
)


class KeptTextBlock(blocks.CharBlock):
    """A short text that is the same in all languages: an anchor, a key, a number to reckon with."""

    def deconstruct(self) -> tuple[str, list, dict]:
        """Return what is stored: a plain text, so that migrations need not know the difference."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.CharBlock", args, kwargs

    def get_translatable_segments(self, value: str) -> list:
        """Return nothing to translate."""
        return []


class HeadingBlock(blocks.StructBlock):
    """Begins a headed section; the anchor is the same in all languages."""

    text = blocks.CharBlock(label=_("heading"), max_length=120)
    anchor = KeptTextBlock(label=_("anchor"), max_length=60, validators=[anchor_validator])

    class Meta:
        icon = "title"
        label = _("Section heading")
        template = "cms/blocks/heading.html"


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs) -> None:
        super().__init__(features=PROSE, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        choices=[("note", pgettext_lazy("callout", "Note")), ("caution", _("Caution"))],
        default="note",
        label=_("kind"),
    )
    title = blocks.CharBlock(label=_("title"), max_length=120)
    text = blocks.RichTextBlock(features=PROSE, label=_("text"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "cms/blocks/callout.html"


class VerifyBlock(blocks.StructBlock):
    """Something that an editor still has to check; readers see it said so."""

    text = blocks.RichTextBlock(features=PROSE, label=_("text"))

    class Meta:
        icon = "warning"
        label = _("To be verified")
        template = "cms/blocks/verify.html"


class ReferencesBlock(blocks.StructBlock):
    items = blocks.ListBlock(
        blocks.RichTextBlock(features=INLINE), label=_("references"), min_num=1
    )

    class Meta:
        icon = "list-ol"
        label = _("References")
        template = "cms/blocks/references.html"
