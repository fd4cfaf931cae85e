"""Keeps words of another language off the live site."""

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext
from wagtail.models import Page

from cms.translating.strings import missing_strings, places_of, translations_into


def refuse_foreign_words(page: Page) -> None:
    """Refuse a page that would go live with words of the page it is translated from.

    wagtail-localize puts the source's words where a translation is missing; a draft may have them.

    Args:
        page: about to be live, in its own class.

    Raises:
        ValidationError: with how many strings are to be translated first.
    """
    translation = translations_into(page).first()
    if translation is None:
        return
    missing = list(
        missing_strings(source=translation.source_id, locale=translation.target_locale_id)
    )
    places = places_of(page) if missing else {}
    foreign = [
        segment
        for segment in missing
        if segment.context.path in places
        and segment.string.data
        in {string.string.data for string in places[segment.context.path].strings}
    ]
    if foreign:
        message = ngettext(
            "%(count)d string has not been translated yet. Nothing was published.",
            "%(count)d strings have not been translated yet. Nothing was published.",
            len(foreign),
        )
        raise ValidationError({"__all__": message % {"count": len(foreign)}})
