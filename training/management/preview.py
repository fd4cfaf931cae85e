"""Loading commands that only say what they would do: everything is done, and taken back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandParser, OutputWrapper
from django.db import transaction
from django.utils.translation import gettext as _


def add_preview(parser: CommandParser) -> None:
    """Let a command be asked for a preview."""
    parser.add_argument(
        "--preview", action="store_true", help="say what would change, and write nothing"
    )


@contextmanager
def taken_back(preview: bool, stdout: OutputWrapper) -> Iterator[None]:
    """Take back at the end what was written inside, and say so; nothing happens without a preview.

    Args:
        preview: whether it is one.
        stdout: of the command.
    """
    if not preview:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    stdout.write(_("This was a preview: nothing was written."))
