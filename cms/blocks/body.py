"""The stream that every page may use."""

from wagtail import blocks

from cms.blocks.pictures import DataTableBlock, FigureBlock
from cms.blocks.text import (
    CalloutBlock,
    HeadingBlock,
    ReferencesBlock,
    TextBlock,
    VerifyBlock,
)


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    text = TextBlock()
    callout = CalloutBlock()
    verify = VerifyBlock()
    table = DataTableBlock()
    figure = FigureBlock()
    references = ReferencesBlock()
