"""The read API as a whole: its parts, what goes wrong, and its own description (OpenAPI 3.1)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, Throttled, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from assessments.api import frameworks, participation, problems, snapshots
from assessments.api.access import ScopeMissing, TokenRate

DESCRIPTION = """\
What an organisation has published: group figures of closed check-in rounds, how many people took
part, and the competence framework. It only reads, and nobody can be found in it.

A list says in `next` where its next page is. `ETag` and `If-None-Match` spare what has not changed.
"""


class ReadApi(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return a short name, for whoever has a client written from the description."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """Return the description, with what each operation says when there is no answer."""
        described = super().get_openapi_schema(**kwargs)
        answers = problems.described()
        same = {status: {"$ref": f"#/components/responses/{status}"} for status in answers}
        same |= {"304": {"description": "What you have by this ETag still holds."}}
        for methods in described["paths"].values():
            for operation in methods.values():
                operation["responses"] |= same
        described["components"]["responses"] = answers
        described["components"]["schemas"] |= _problem_shapes()
        return described


def _problem_shapes() -> dict[str, Any]:
    shape = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**shape.pop("$defs"), "Problem": shape}


api = ReadApi(
    title="Peil",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    servers=[{"url": "/", "description": "This installation"}],
    urls_namespace="api",
    throttle=[TokenRate()],
)
api.add_router("", snapshots.router)
api.add_router("", participation.router)
api.add_router("", frameworks.router)


@api.exception_handler(AuthenticationError)
def _unauthorised(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problems.unauthorised(request)


@api.exception_handler(ScopeMissing)
def _forbidden(request: HttpRequest, error: ScopeMissing) -> HttpResponse:
    return problems.forbidden(error.scope)


@api.exception_handler(ValidationError)
def _wrong_values(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.wrong_values(error.errors)


@api.exception_handler(Throttled)
def _too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
    return problems.problem(429, headers={"Retry-After": "60"})


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problems.problem(404)
