"""A table whose cells can be translated one by one."""

from typing import Any

from wagtail.contrib.table_block.blocks import TableBlock
from wagtail_localize.segments import StringSegmentValue


class TranslatedTableBlock(TableBlock):
    """Gives its cells to the translator in reading order, as the strings of a text are given.

    They share one place, so that a row put in between leaves the translations of the others alone.
    """

    def deconstruct(self) -> tuple[str, list, dict]:
        """Return what is stored: a plain table, so that migrations need not know the difference."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.contrib.table_block.blocks.TableBlock", args, kwargs

    def get_translatable_segments(self, value: dict[str, Any] | None) -> list[StringSegmentValue]:
        """Return the cells that have words or numbers."""
        return [StringSegmentValue("", cell) for row in rows_of(value) for cell in row if cell]

    def restore_translated_segments(
        self, value: dict[str, Any], segments: list[StringSegmentValue]
    ) -> dict[str, Any]:
        """Return the table with the translated words in the cells they came from."""
        words = iter(sorted(segments, key=lambda segment: segment.order))
        rows = [
            [next(words).render_text() if cell else cell for cell in row] for row in rows_of(value)
        ]
        return {**value, "data": rows}


def rows_of(value: dict[str, Any] | None) -> list[list[str | None]]:
    return (value or {}).get("data") or []
