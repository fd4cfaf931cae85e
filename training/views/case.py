"""The competence framework for other systems: CASE 1.1, read only, open to everybody."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from cms.drawn import for_a_minute
from training.domain.framework_data import changed_at, framework_data
from training.exchange.case_export import case_package
from training.exchange.case_service import answer, documents, unknown
from training.models import Framework

HOUR = 3600


@require_safe
@cache_control(public=True, max_age=HOUR)
@conditional_page
def case_documents(request: HttpRequest) -> HttpResponse:
    """List the frameworks of this installation."""
    found = documents(_packages())
    response = JsonResponse(found)
    response["X-Total-Count"] = len(found["CFDocuments"])
    return response


@require_safe
@cache_control(public=True, max_age=HOUR)
@conditional_page
def case_object(request: HttpRequest, collection: str, identifier: str) -> HttpResponse:
    """Give one package, document, item, association, type or rubric."""
    found = answer(_packages(), collection, identifier.lower())
    if found is None:
        request.urlconf = "training.case_urls"  # no page in a language stands in for this answer
        return JsonResponse(unknown(collection), status=404)
    return JsonResponse(found)


def _packages() -> list[dict[str, Any]]:
    base = settings.WAGTAILADMIN_BASE_URL + reverse("case_documents").removesuffix("CFDocuments")

    def read() -> list[dict[str, Any]]:
        return [
            case_package(framework_data(framework), changed_at(framework), base=base)
            for framework in Framework.objects.order_by("pk")
        ]

    return for_a_minute("case", [base], read)
