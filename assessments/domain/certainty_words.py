"""How many answers were solid, lucky, a gap or a misconception, in words."""

from collections.abc import Iterable

from django.utils.translation import ngettext

from assessments.domain.certainty import counted
from assessments.enums import Knowledge


def knowledge_lines(kinds: Iterable[Knowledge | None]) -> list[str]:
    """Return a few words per kind that occurs, such as "2 solid"; empty without answers."""
    return [_line(kind, n) for kind, n in counted(kinds).items()]


def _line(kind: Knowledge, n: int) -> str:
    match kind:
        case Knowledge.SOLID:
            text = ngettext("%(n)d solid", "%(n)d solid", n)
        case Knowledge.LUCKY:
            text = ngettext("%(n)d lucky guess", "%(n)d lucky guesses", n)
        case Knowledge.GAP:
            text = ngettext("%(n)d knowledge gap", "%(n)d knowledge gaps", n)
        case Knowledge.MISCONCEPTION:
            text = ngettext("%(n)d misconception", "%(n)d misconceptions", n)
        case Knowledge.RIGHT:
            text = ngettext("%(n)d right", "%(n)d right", n)
        case Knowledge.PARTLY_RIGHT:
            text = ngettext("%(n)d partly right", "%(n)d partly right", n)
        case _:
            text = ngettext("%(n)d not right", "%(n)d not right", n)
    return text % {"n": n}
