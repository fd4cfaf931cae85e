"""What loading shipped files did."""

from dataclasses import dataclass, field


@dataclass
class Loaded:
    """What loading did, by name: the file of a page, the key of a term.

    `changes` says of an updated page which fields, and which blocks of its text, became others.
    """

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    changes: dict[str, list[str]] = field(default_factory=dict)
