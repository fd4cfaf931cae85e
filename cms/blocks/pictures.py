"""Blocks to look at: tables, and figures that are drawn from their words and numbers."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.table_block.blocks import TableBlock

FIGURE_KINDS = [
    ("steps", _("Steps")),
    ("matrix", _("Matrix of four")),
    ("layers", _("Layers, from the inside out")),
    ("bars", _("Bars")),
]


class DataTableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("caption"), max_length=200)
    table = TableBlock(label=_("table"))

    class Meta:
        icon = "table"
        label = _("Table")
        template = "cms/blocks/table.html"


class FigureItemBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("label"), max_length=120)
    text = blocks.CharBlock(label=_("text"), max_length=300, required=False)


class FigureBlock(blocks.StructBlock):
    """A drawing made from its items; words stay words, so they can be read aloud and translated."""

    kind = blocks.ChoiceBlock(choices=FIGURE_KINDS, label=_("kind"))
    caption = blocks.CharBlock(label=_("caption"), max_length=200)
    alternative = blocks.CharBlock(label=_("text alternative"), max_length=500)
    items = blocks.ListBlock(FigureItemBlock(), label=_("items"), min_num=2)

    class Meta:
        icon = "image"
        label = pgettext_lazy("picture", "Figure")
        template = "cms/blocks/figure.html"

    def clean(self, value):
        """Refuse a matrix without exactly four cells, and bars without numbers.

        Raises:
            StructBlockValidationError: with the field that is wrong.
        """
        value = super().clean(value)
        if value["kind"] == "matrix" and len(value["items"]) != 4:
            raise StructBlockValidationError(
                {"items": ValidationError(_("A matrix has exactly four items."))}
            )
        if value["kind"] == "bars" and not all(is_number(item["text"]) for item in value["items"]):
            raise StructBlockValidationError(
                {"items": ValidationError(_("Each bar needs a number as its text."))}
            )
        return value


def is_number(text: str) -> bool:
    """Return whether a text is a plain number, with a comma or a point for decimals."""
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True
