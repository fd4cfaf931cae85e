"""The stream of a case study: running text, what is to be verified, and references."""

from cms.blocks.body import BodyBlock
from training.blocks.lesson import CitationsBlock, KeyFactsBlock


class CaseBodyBlock(BodyBlock):
    keyfacts = KeyFactsBlock()
    citations = CitationsBlock()
