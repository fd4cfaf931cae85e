"""One function per mail of assessments; whoever sends one calls it here."""

import logging

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from assessments.domain.regrade import BandChange
from assessments.enums import TestedBand
from cms import mail

logger = logging.getLogger(__name__)


def send_band_changed(change: BandChange) -> bool:
    """Tell a person that a corrected key changed a band; return whether the mail could be sent."""
    language = change.user.language
    with translation.override(language):
        context = {
            "competence": change.competence,
            "before": str(TestedBand(change.before).label),
            "after": str(TestedBand(change.after).label),
            "address": settings.WAGTAILADMIN_BASE_URL + reverse("profile"),
        }
    try:
        mail.send("emails/band_changed", change.user.email, context, language=language)
    except OSError:
        logger.exception("The mail about a changed band could not be sent.")
        return False
    return True
