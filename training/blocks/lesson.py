"""The blocks of a lesson that are read, and the stream that holds all of them."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.body import BodyBlock
from cms.blocks.text import INLINE, PROSE, KeptTextBlock
from training.blocks.exercises import (
    ComputeBlock,
    JudgeBlock,
    RewriteBlock,
    ScanBlock,
    SortBlock,
)

# The two countries that lessons have examples for; the words stand beside the switch too.
COUNTRIES = [("BE", _("Belgium")), ("NL", _("The Netherlands"))]


def competence_choices() -> list[tuple[str, str]]:
    """Return the codes of all competences, for the editor's choice."""
    codes = apps.get_model("training", "Competence").objects.values_list("code", flat=True)
    return [(code, code) for code in codes]


class PracticeBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(features=PROSE, label=_("question"))

    class Meta:
        icon = "help"
        label = _("Opening question from practice")
        template = "training/blocks/practice.html"


class KeyFactsBlock(blocks.StructBlock):
    items = blocks.ListBlock(blocks.RichTextBlock(features=INLINE), label=_("facts"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Key facts")
        template = "training/blocks/key_facts.html"


class ExampleBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=160)
    text = blocks.RichTextBlock(features=PROSE, label=_("text"))

    class Meta:
        icon = "edit"
        label = _("Worked example")
        template = "training/blocks/example.html"


class TryBlock(blocks.StructBlock):
    source = blocks.CharBlock(label=_("source"), max_length=160)
    address = blocks.URLBlock(label=_("address"))
    country = blocks.ChoiceBlock(choices=COUNTRIES, label=_("only for"), required=False)
    text = blocks.RichTextBlock(features=PROSE, label=_("task"))

    class Meta:
        icon = "pick"
        label = _("Try now")
        template = "training/blocks/try_now.html"


class CountryBlock(blocks.StructBlock):
    """An example that holds in one country; readers of the other may fold it."""

    country = blocks.ChoiceBlock(choices=COUNTRIES, label=_("country"))
    title = blocks.CharBlock(label=_("title"), max_length=120)
    text = blocks.RichTextBlock(features=PROSE, label=_("text"))

    class Meta:
        icon = "globe"
        label = _("For one country")
        template = "training/blocks/country.html"


class CheckBlock(blocks.StructBlock):
    """A place for recorded questions: it names competences, the question bank fills it."""

    competences = blocks.MultipleChoiceBlock(
        choices=competence_choices, label=_("competences"), required=True
    )

    class Meta:
        icon = "tick"
        label = _("Check questions")
        template = "training/blocks/check.html"

    def to_python(self, value: dict) -> blocks.StructValue:
        """Take the codes as they are stored; comparing them with the choices costs a query."""
        return blocks.StructValue(self, [("competences", list(value.get("competences") or []))])

    def bulk_to_python(self, values: list[dict]) -> list[blocks.StructValue]:
        return [self.to_python(value) for value in values]


class ApplyBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(features=PROSE, label=_("action"))

    class Meta:
        icon = "calendar-check"
        label = _("Apply this week")
        template = "training/blocks/apply.html"


class CitationBlock(blocks.StructBlock):
    key = KeptTextBlock(label=_("key in the bibliography"), max_length=80)
    note = blocks.RichTextBlock(features=INLINE, label=_("note"), required=False)


class CitationsBlock(blocks.StructBlock):
    """References by their key; the words come from the bibliography."""

    items = blocks.ListBlock(CitationBlock(), label=_("references"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("References from the bibliography")
        template = "training/blocks/citations.html"


class LessonBodyBlock(BodyBlock):
    practice = PracticeBlock()
    keyfacts = KeyFactsBlock()
    example = ExampleBlock()
    try_now = TryBlock()
    country = CountryBlock()
    compute = ComputeBlock()
    judge = JudgeBlock()
    sort = SortBlock()
    rewrite = RewriteBlock()
    scan = ScanBlock()
    check = CheckBlock()
    apply = ApplyBlock()
    citations = CitationsBlock()
