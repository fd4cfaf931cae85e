"""Who sees what of one person: the table of the data sheet, which privacy_sheet.py completes.

A test walks every address with every role against it.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.accounts.models import MINIMUM_GROUP_SIZE

Text = str | Promise

ALWAYS = pgettext_lazy("who sees it", "always")
NEVER = pgettext_lazy("who sees it", "never")
NOTHING = "-"
NO_SCREEN = gettext_lazy("not through any screen")
SHARED = gettext_lazy("only what was shared with this manager, while the share lives")
SHARED_HERE = gettext_lazy("only what was shared with this person, while the share lives")
OWN_FILE = gettext_lazy("own lines, in the file of one's own data")
COUNTS = gettext_lazy("counts alone")
COUNTS_FROM = format_lazy(
    gettext_lazy("counts alone, when the team has at least {k} members"), k=MINIMUM_GROUP_SIZE
)

ROLES: tuple[Text, ...] = (
    gettext_lazy("The adviser"),
    gettext_lazy("Team manager"),
    gettext_lazy("Organisation manager"),
    gettext_lazy("Editor"),
    gettext_lazy("Organisation administrator"),
    gettext_lazy("Superuser"),
)


@dataclass(frozen=True)
class DataRow:
    """A kind of data, and who sees it, in the order of ROLES."""

    code: str
    data: Text
    seen_by: tuple[Text, ...]


INDIVIDUAL_DATA: tuple[DataRow, ...] = (
    DataRow(
        "private",
        gettext_lazy(
            "Reflection, evidence line, how sure you were of an answer, note on self-rating "
            "against tested knowledge"
        ),
        (ALWAYS, NEVER, NEVER, NEVER, NEVER, NO_SCREEN),
    ),
    DataRow(
        "results",
        gettext_lazy("Rating, tested knowledge, action, learning activity, certificate"),
        (ALWAYS, SHARED, SHARED_HERE, NEVER, NEVER, NO_SCREEN),
    ),
    DataRow(
        "participation",
        gettext_lazy("That somebody has checked in, or has not"),
        (ALWAYS, COUNTS_FROM, COUNTS, NEVER, COUNTS, NOTHING),
    ),
    DataRow(
        "answers",
        gettext_lazy("Answers to questions, as statistics per question"),
        (
            gettext_lazy("own answers"),
            NEVER,
            NEVER,
            gettext_lazy("yes, without people, from 30 answers up"),
            NEVER,
            NOTHING,
        ),
    ),
    DataRow(
        "people",
        gettext_lazy("Name, team, role profile"),
        (
            ALWAYS,
            gettext_lazy("own team"),
            gettext_lazy("own organisation"),
            NEVER,
            gettext_lazy("own organisation"),
            gettext_lazy("yes"),
        ),
    ),
    DataRow(
        "openings",
        gettext_lazy("Which reports about groups somebody opened or downloaded, and when"),
        (NEVER, OWN_FILE, OWN_FILE, NEVER, gettext_lazy("own organisation"), NO_SCREEN),
    ),
)
