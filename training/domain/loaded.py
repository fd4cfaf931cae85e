"""What loading shipped files did."""

from dataclasses import dataclass, field


@dataclass
class Loaded:
    """What loading did, by name: "module/lesson (language)", the key of a term."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
