"""Exercises: the reader does something and then compares; nothing leaves the page."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.text import INLINE, PROSE, KeptTextBlock
from cms.figures.data import as_number


def check_number(text: str) -> None:
    """Refuse what is no plain number.

    Raises:
        ValidationError: when it is none.
    """
    if as_number(text) is None:
        raise ValidationError(_("Write a number, with a comma or a point for decimals."))


class ExerciseBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=160)


class ComputeBlock(ExerciseBlock):
    """A number that the reader works out."""

    question = blocks.RichTextBlock(features=PROSE, label=_("question"))
    answer = KeptTextBlock(label=_("answer"), max_length=20, validators=[check_number])
    tolerance = KeptTextBlock(
        label=_("tolerance"),
        max_length=20,
        validators=[check_number],
        help_text=_("How far off an answer may be to count as right."),
    )
    unit = blocks.CharBlock(label=_("unit"), max_length=40, required=False)
    way = blocks.RichTextBlock(features=PROSE, label=_("the way to the answer"))

    class Meta:
        icon = "decimal"
        label = _("Exercise: work it out")
        template = "training/blocks/compute.html"


class JudgedBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("question"), max_length=300)
    answer = blocks.RichTextBlock(features=INLINE, label=_("model answer"))


class JudgeBlock(ExerciseBlock):
    """Questions about a source or a statement, each with a model answer."""

    text = blocks.RichTextBlock(features=PROSE, label=_("what is judged"))
    items = blocks.ListBlock(JudgedBlock(), label=_("questions"), min_num=1)

    class Meta:
        icon = "search"
        label = _("Exercise: judge it")
        template = "training/blocks/judge.html"


class SortedBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("what is sorted"), max_length=300)
    group = blocks.CharBlock(label=_("group"), max_length=80)
    why = blocks.RichTextBlock(features=INLINE, label=_("why"))


class SortBlock(ExerciseBlock):
    """Things to put into groups."""

    groups = blocks.ListBlock(
        blocks.CharBlock(max_length=80), label=_("groups"), min_num=2, max_num=6
    )
    items = blocks.ListBlock(SortedBlock(), label=_("what is sorted"), min_num=2)

    class Meta:
        icon = "list-ul"
        label = _("Exercise: sort it")
        template = "training/blocks/sort.html"

    def clean(self, value):
        """Refuse an item in a group that is not there.

        Raises:
            StructBlockValidationError: with the items that are wrong.
        """
        value = super().clean(value)
        wrong = {
            index: StructBlockValidationError(
                {"group": ValidationError(_("This is none of the groups."))}
            )
            for index, item in enumerate(value["items"])
            if item["group"] not in list(value["groups"])
        }
        if wrong:
            raise StructBlockValidationError({"items": ListBlockValidationError(wrong)})
        return value


class RewriteBlock(ExerciseBlock):
    """Words to write better, with a model answer and what makes it good."""

    text = blocks.RichTextBlock(features=PROSE, label=_("what is rewritten, and for whom"))
    answer = blocks.RichTextBlock(features=PROSE, label=_("model answer"))
    criteria = blocks.ListBlock(
        blocks.RichTextBlock(features=INLINE), label=_("what a good answer has"), min_num=1
    )

    class Meta:
        icon = "edit"
        label = _("Exercise: rewrite it")
        template = "training/blocks/rewrite.html"


class ScanAnswerBlock(blocks.StructBlock):
    answer = blocks.CharBlock(label=_("answer"), max_length=200)
    advice = blocks.RichTextBlock(features=INLINE, label=_("advice"))


class ScanQuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("question"), max_length=300)
    answers = blocks.ListBlock(ScanAnswerBlock(), label=_("answers"), min_num=2)


class ScanBlock(ExerciseBlock):
    """Questions about the reader's own practice; each answer has its advice."""

    questions = blocks.ListBlock(ScanQuestionBlock(), label=_("questions"), min_num=1)

    class Meta:
        icon = "clipboard-list"
        label = _("Exercise: quick scan")
        template = "training/blocks/scan.html"
