"""What Peil's own words in xAPI statements mean: their addresses open, for everybody."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from assessments.exchange.xapi import OWN_WORDS

HOUR = 3600


@require_safe
@cache_control(public=True, max_age=HOUR)
def own_word(request: HttpRequest, collection: str, name: str) -> HttpResponse:
    """Give name and description of a verb or an extension, as xAPI asks of an IRI's owner."""
    word = OWN_WORDS.get(f"/xapi/{collection}/{name}")
    if word is None:
        request.urlconf = "assessments.xapi_urls"  # no page in a language stands in for this
        return JsonResponse({}, status=404)
    return JsonResponse(word)
