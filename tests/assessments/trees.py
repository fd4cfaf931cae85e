"""Team trees by parent, as the random tests make them."""

from collections.abc import Mapping
from typing import Any


def path_up(parents: Mapping[Any, Any] | list, node: Any) -> list:
    """Return a node and all above it; of a list, the parent of each number."""
    path = []
    while node is not None:
        path.append(node)
        node = parents[node]
    return path
