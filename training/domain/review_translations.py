"""Translations in the queue: pages that are behind the other language."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.translating.steps import Outdated, outdated_translations
from training.domain.review_kinds import edit_address
from training.domain.review_queue import ReviewEntry, ReviewKind, register


def register_kind() -> None:
    """Make the queue know them."""
    register(ReviewKind("translation", gettext_lazy("Translation"), _entries))


def _entries(_until: date) -> Iterable[ReviewEntry]:
    """Return what is behind; it waits now, whatever the day."""
    return [
        ReviewEntry(
            key=f"translation:{row.page_id}",
            subject=f"page:{row.page_id}",
            title=row.title,
            language=row.language,
            url=edit_address(row.page_id),
            note=_note(row),
        )
        for row in outdated_translations()
    ]


def _note(row: Outdated) -> str:
    if not row.strings:
        return _("It waits to be published.")
    words = ngettext("%(count)d text to do", "%(count)d texts to do", row.strings)
    return words % {"count": row.strings}
