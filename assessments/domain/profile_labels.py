"""Headings and column names of a profile, finished for renderers that know no gettext."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.enums import Freshness


@dataclass(frozen=True)
class ProfileLabels:
    """Words in the language that was active when `profile_labels` was called."""

    title: str
    made_on: str
    role: str
    framework: str
    competence: str
    area: str
    code: str
    self_rating: str
    self_label: str
    self_date: str
    earlier: str
    tested: str
    tested_band: str
    tested_low: str
    tested_high: str
    points: str
    questions: str
    tested_date: str
    indicative: str
    practice: str
    target: str
    gap: str
    remark: str
    self_age: str
    tested_age: str
    practice_age: str
    practice_latest: str
    whole_area: str
    what: str
    source: str
    freshness: str
    age_words: Mapping[str, str]
    history: str
    round: str
    level: str
    date: str
    how_often: str
    example: str
    next_step: str
    unknown: str
    yes: str
    no: str
    about: str
    reading: str
    gauge_key: str
    left_out: str


def profile_labels() -> ProfileLabels:
    """Return the words in the active language."""
    return _labels(get_language())


@lru_cache
def _labels(_language: str) -> ProfileLabels:
    """Return the words in the language that is active, which names them too."""
    return ProfileLabels(
        title=_("My profile"),
        made_on=_("Made on"),
        role=_("Role profile"),
        framework=_("Framework"),
        competence=_("Competence"),
        area=_("Area"),
        code=_("Code"),
        self_rating=_("Self-rating"),
        self_label=_("In words"),
        self_date=_("Rated on"),
        earlier=_("Earlier self-rating"),
        tested=_("Tested knowledge (0-5)"),
        tested_band=_("Tested: band"),
        tested_low=_("Tested: from"),
        tested_high=_("Tested: to"),
        points=_("Points"),
        questions=_("Questions"),
        tested_date=_("Tested until"),
        indicative=_("Indicative"),
        practice=_("Practice"),
        target=_("Target"),
        gap=_("Gap"),
        remark=_("Remark"),
        self_age=_("Self-rating: freshness"),
        tested_age=_("Tested: freshness"),
        practice_age=_("Practice: freshness"),
        practice_latest=_("Practice: latest"),
        whole_area=_("Tested per area"),
        what=_("What"),
        source=_("Source"),
        freshness=_("Freshness"),
        age_words={age.value: str(age.label) for age in Freshness},
        history=_("History"),
        round=_("Check-in round"),
        level=_("Level"),
        date=_("Date"),
        how_often=_("How often"),
        example=_("Example"),
        next_step=_("Next step"),
        unknown=_("unknown"),
        yes=_("yes"),
        no=_("no"),
        about=_("About this profile"),
        reading=_(
            "Self-rating, tested knowledge and practice are three kinds of evidence. They stand "
            "side by side and no figure is made of them together. An empty cell is unknown, not "
            "zero."
        ),
        gauge_key=_(
            "Thick bar: self-rating; thin bar: tested knowledge; hatched: where the tested level "
            "may lie; notch: target; ring: earlier self-rating; dotted: unknown."
        ),
        left_out=_(
            "Your examples and the remarks that only you see are left out of this file, so that "
            "you can hand it on."
        ),
    )
