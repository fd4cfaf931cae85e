"""What somebody did that may be told to a record store, as finished facts.

What a deed says is decided here: it has no field for a name, an answer, a certainty, a reflection
or a calibration, so nothing further on can tell them. Who collects them: record_collecting.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from assessments.record_enums import RecordKind


@dataclass(frozen=True)
class Thing:
    """Something of the site: `path` is its address without the host, `names` by language."""

    path: str
    names: Mapping[str, str]

    def facts(self) -> dict[str, Any]:
        return {"path": self.path, "names": dict(self.names)}


@dataclass(frozen=True)
class Deed:
    """What was done to which thing, and when.

    Attributes:
        source: names the row that it comes from, such as "attempt:12"; the same for ever.
        above: what the thing is a part of; None where it is a part of nothing.
        run: names the go that several deeds belong to; empty where there is none.
        points, items: of a scored quiz: 0 to `items` points; None otherwise.
        rating: key of the self-rating; None otherwise. Its level is no part of the deed.
    """

    kind: RecordKind
    source: str
    happened_at: datetime
    language: str
    thing: Thing
    above: Thing | None = None
    run: str = ""
    points: Decimal | None = None
    items: int | None = None
    rating: int | None = None

    def identifier(self, account: UUID) -> UUID:
        """Return the name of the statement: the same deed of the same account has the same one."""
        return uuid5(account, f"{self.kind}:{self.source}:{self.happened_at.timestamp():.6f}")

    def facts(self) -> dict[str, Any]:
        """Return what of it is stored, ready for JSON."""
        return {
            "source": self.source,
            "language": self.language,
            "thing": self.thing.facts(),
            "above": self.above.facts() if self.above else None,
            "run": self.run,
            "points": None if self.points is None else str(self.points),
            "items": self.items,
        }


@dataclass(frozen=True)
class Outgoing:
    """A deed about to be sent.

    Attributes:
        identifier: of the statement.
        account: what the person is called in the record store.
        tries: how often it was tried before.
        level: 0-5, only where it may go along; None: nothing is said of a level.
    """

    identifier: UUID
    account: UUID
    deed: Deed
    tries: int = 0
    level: int | None = None


def deed_of(kind: str, happened_at: datetime, facts: Mapping[str, Any]) -> Deed:
    """Return the deed that was stored as facts."""
    points, above = facts["points"], facts["above"]
    return Deed(
        kind=RecordKind(kind),
        source=facts["source"],
        happened_at=happened_at,
        language=facts["language"],
        thing=Thing(**facts["thing"]),
        above=Thing(**above) if above else None,
        run=facts["run"],
        points=None if points is None else Decimal(points),
        items=facts["items"],
    )
