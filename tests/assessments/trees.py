"""Team trees by parent, as the random tests make them, and what these tests have in common."""

from collections.abc import Mapping
from typing import Any

import pytest

# Rules 1 and 2, each switched off, and each set one person too low.
EACH_RULE_BROKEN = pytest.mark.parametrize(
    ("rule", "broken"),
    [
        ("is_large_enough", lambda n, k: True),
        ("is_large_enough", lambda n, k: n >= k - 1),
        ("is_safe_residual", lambda residual, k: True),
        ("is_safe_residual", lambda residual, k: residual == 0 or residual >= k - 1),
    ],
    ids=["rule 1 off", "rule 1 one too low", "rule 2 off", "rule 2 one too low"],
)


def path_up(parents: Mapping[Any, Any] | list, node: Any) -> list:
    """Return a node and all above it; of a list, the parent of each number."""
    path = []
    while node is not None:
        path.append(node)
        node = parents[node]
    return path
