"""Blocks to look at: tables, and figures that are drawn from their words and numbers."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.tables import TranslatedTableBlock
from cms.figures.data import Fault, faults_of

FIGURE_KINDS = [
    ("steps", _("Steps")),
    ("cycle", _("Cycle")),
    ("matrix", _("Matrix of four")),
    ("layers", _("Layers, from the inside out")),
    ("hub", _("Hub: the first item is the middle")),
    ("bars", _("Bars")),
    ("stacked", _("Stacked bars: the first item names the parts")),
    ("ranges", _("Ranges: low, middle, high")),
    ("line", _("Line over time")),
]


class DataTableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("caption"), max_length=200)
    table = TranslatedTableBlock(label=_("table"))

    class Meta:
        icon = "table"
        label = _("Table")
        template = "cms/blocks/table.html"


class FigureItemBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("label"), max_length=120)
    text = blocks.CharBlock(
        label=_("text"),
        max_length=300,
        required=False,
        help_text=_("Words, or a number; several numbers with | between them."),
    )


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
        """Refuse what cannot be drawn: too few items, or words where numbers belong.

        Raises:
            StructBlockValidationError: with the items that are wrong.
        """
        value = super().clean(value)
        faults = faults_of(value["kind"], value["items"])
        if faults:
            raise StructBlockValidationError({"items": _as_error(faults)})
        return value


def _as_error(faults: list[Fault]) -> ListBlockValidationError:
    return ListBlockValidationError(
        block_errors={
            fault.item: ValidationError(fault.message) for fault in faults if fault.item is not None
        },
        non_block_errors=[ValidationError(fault.message) for fault in faults if fault.item is None],
    )
