"""The words around the figures of a team report, finished for renderers that know no gettext."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Labels:
    """Headings and column names, in the language that was active when `labels` was called."""

    title: str
    organisation: str
    team: str
    round: str
    date: str
    snapshot: str
    purpose: str
    smallest_group: str
    competence: str
    self_rating: str
    tested: str
    level: str
    target: str
    at_target: str
    levels: str
    strengths: str
    what_to_do: str
    asked: str
    teams_below: str
    definitions: str
    contents: str
    column: str
    term: str
    meaning: str
    figures: str
    counted: str
    gauge_key: str
    brackets: str


def labels() -> Labels:
    """Return the words in the active language."""
    return Labels(
        title=_("Team report"),
        organisation=_("Organisation"),
        team=_("Team"),
        round=_("Check-in round"),
        date=_("Figures of"),
        snapshot=_("Snapshot"),
        purpose=_("Purpose"),
        smallest_group=_("Smallest group shown"),
        competence=_("Competence"),
        self_rating=_("Self-rating"),
        tested=_("Tested knowledge"),
        level=_("Median"),
        target=_("Target"),
        at_target=_("At target"),
        levels=_("Levels per competence"),
        strengths=_("Strengths to share"),
        what_to_do=_("What to do"),
        asked=_("Asked of the team"),
        teams_below=_("Teams below this one"),
        definitions=_("What the figures mean"),
        contents=_("Contents"),
        column=_("Column"),
        term=_("Figure"),
        meaning=_("Meaning"),
        figures=_("Figures"),
        counted=_("Counts"),
        gauge_key=_(
            "Thick bar: self-rating; thin bar: tested knowledge; hatched: the middle half; notch: "
            "the target; dotted: not shown or unknown."
        ),
        brackets=_("In brackets: the middle half."),
    )
