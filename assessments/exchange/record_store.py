"""Hands statements to a learning record store over HTTP, and reads what its answer means."""

import json
from base64 import b64encode
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from django.conf import settings

from assessments.models import RecordStore
from assessments.record_enums import StoreProblem
from cms.visiting import Answer, Visitor

NOT_ALLOWED = {401, 403}
# The store has a statement of this name; ours never change but for the level, so it has this one.
KNOWN = 409
WRONG = {400, 413}


class Verdict(StrEnum):
    """What the answer of a store means for the statements that it was handed."""

    TAKEN = "taken"
    KNOWN = "known"
    WRONG = "wrong"
    LATER = "later"
    STOPPED = "stopped"


def post_statements(store: RecordStore, statements: Sequence[dict[str, Any]]) -> Answer:
    """Hand statements over in one request.

    Raises:
        CannotUnseal: when no key opens the store's secret.
    """
    key = b64encode(f"{store.key}:{store.secret}".encode()).decode()
    visitor = Visitor(
        agent=f"Peil ({settings.WAGTAILADMIN_BASE_URL})",
        pause=_without_pause,
        timeout=settings.PEIL_LINK_TIMEOUT,
        may_be_private=settings.PEIL_RECORD_STORES_MAY_BE_PRIVATE,
    )
    headers = {
        "Authorization": f"Basic {key}",
        "Content-Type": "application/json",
        "X-Experience-API-Version": store.version,
    }
    body = json.dumps(list(statements), ensure_ascii=False).encode()
    return visitor.post(f"{store.endpoint.rstrip('/')}/statements", body, headers)


def verdict_of(answer: Answer) -> Verdict:
    """Return what an answer means.

    That a statement is wrong, or known, is said of the whole request: which of several it is has to
    be found out one by one.
    """
    if not answer.problem:
        return Verdict.TAKEN
    if answer.status in NOT_ALLOWED:
        return Verdict.STOPPED
    if answer.status == KNOWN:
        return Verdict.KNOWN
    return Verdict.WRONG if answer.status in WRONG else Verdict.LATER


def problem_of(answer: Answer) -> StoreProblem:
    """Return what is told to the administrator about an answer that is no success."""
    if answer.status in NOT_ALLOWED:
        return StoreProblem.KEY
    return StoreProblem(answer.problem)


def _without_pause(host: str) -> None:
    """A batch at a time is slow enough."""
