"""Sources as plain values: what a file or a form is read into, before any row."""

from dataclasses import dataclass, field
from datetime import date

TEXT_FIELDS = ("name", "purpose", "coverage", "caveat")


@dataclass(frozen=True)
class SourceWords:
    """The words of a source in one language; name and purpose are never empty."""

    name: str
    purpose: str
    coverage: str = ""
    caveat: str = ""


@dataclass(frozen=True)
class SourceFacts:
    """What holds in every language; the values are those of the enums, lists in their order."""

    publisher: str
    address: str
    country: str
    dots: tuple[str, ...]
    client_groups: tuple[str, ...] = ()
    frequency: str = ""
    environment: str = ""

    @property
    def fields(self) -> dict:
        """Return the fields of a Source with their values."""
        return {
            **vars(self),
            "dots": list(self.dots),
            "client_groups": list(self.client_groups),
        }


@dataclass(frozen=True)
class ShippedSource:
    """One source of the catalogue; `checked_on` is None when no editor has checked it."""

    key: str
    facts: SourceFacts
    texts: dict[str, SourceWords] = field(default_factory=dict)
    checked_on: date | None = None
    is_retired: bool = False


@dataclass(frozen=True)
class SourceSearch:
    """What a reader looks for; empty means: all."""

    text: str = ""
    country: str = ""
    client_group: str = ""
    dots: str = ""
    mine: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Return whether anything is left out."""
        return bool(self.text or self.country or self.client_group or self.dots or self.mine)

    @property
    def is_only_mine(self) -> bool:
        """Return whether the whole portfolio is looked for, without any other filter."""
        return self == SourceSearch(mine=True)
