"""What a new round of a kind asks; everything can be changed before it opens."""

from collections.abc import Mapping

from assessments.enums import CampaignKind
from training.models import Competence

FOCUS_SIZE = 4  # domain.md 4.4: three or four competences a quarter

SETTINGS: Mapping[str, Mapping[str, object]] = {
    CampaignKind.BASELINE: {"focus_size": None, "asks_then": False},
    CampaignKind.QUARTERLY: {"focus_size": FOCUS_SIZE, "asks_then": False},
    CampaignKind.YEARLY: {"focus_size": None, "asks_then": True},
}


def preset_of(kind: str) -> dict[str, object]:
    """Return what the form of a new round of a kind begins with; nothing for any other kind.

    All three ask about the twelve core competences, and hide the target until somebody has rated.
    """
    if kind not in SETTINGS:
        return {}
    competences = list(Competence.objects.core())
    common = {"kind": kind, "competences": competences, "hides_until_rated": True}
    return common | dict(SETTINGS[kind])
