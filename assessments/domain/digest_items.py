"""What a person may be told by mail: one shape, whoever has something to say."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class DigestItem:
    """One line of the daily mail of a person.

    Attributes:
        subject: names the thing and the occasion for ever, such as "campaign:12:due"; nobody is
            told of the same subject twice.
        words: makes the sentence; called while the person's language is active.
        path: address on this site without the language in front, such as "me/check-ins/".
        is_notice: whether it goes out although the person paused reminders: something will happen
            to what is theirs.
    """

    user_id: int
    subject: str
    words: Callable[[], str]
    path: str
    is_notice: bool = False
