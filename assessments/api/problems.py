"""What is said when there is no answer: problem details as in RFC 9457, always in English."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from pydantic import BaseModel, Field

from assessments.models import ApiScope

MEDIA_TYPE = "application/problem+json"
CHALLENGE = 'Bearer realm="Peil"'
TITLES = {
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    422: "Unprocessable Content",
    429: "Too Many Requests",
}
DETAILS = {
    401: "Send a valid access token: Authorization: Bearer peil_...",
    403: "This token does not open this part: it lacks the scope.",
    404: "There is nothing here for this token.",
    405: "This API only reads: use GET.",
    422: "A value in the address is not allowed.",
    429: "This token has asked too often; wait as long as Retry-After says.",
}
HEADERS: dict[int, dict[str, str]] = {
    401: {"WWW-Authenticate": "How to sign in (RFC 6750)."},
    405: {"Allow": "What is allowed."},
    429: {"Retry-After": "Seconds to wait."},
}


class WrongValue(BaseModel):
    """One value that is not allowed."""

    where: str = Field(description="Where it stood, such as query.limit.")
    why: str


class Problem(BaseModel):
    """Why there is no answer (RFC 9457)."""

    type: str = Field(description="Always about:blank: the status says it.")
    title: str
    status: int
    detail: str
    errors: list[WrongValue] | None = Field(None, description="Only with status 422.")


def problem(status: int, *, headers: dict[str, str] | None = None, **more: Any) -> JsonResponse:
    """Return an answer that says what is wrong.

    Args:
        status: one of TITLES.
        headers: besides those of the content.
        more: members besides the usual ones.
    """
    body = {
        "type": "about:blank",
        "title": TITLES[status],
        "status": status,
        "detail": DETAILS[status],
        **more,
    }
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE, headers=headers)


def unauthorised(request: HttpRequest) -> HttpResponse:
    """Return 401, saying whether a token came at all (RFC 6750, section 3.1)."""
    wrong = ', error="invalid_token"' if request.headers.get("Authorization") else ""
    return problem(401, headers={"WWW-Authenticate": CHALLENGE + wrong})


def forbidden(scope: ApiScope) -> HttpResponse:
    """Return 403 with the scope that would open this part."""
    said = f'{CHALLENGE}, error="insufficient_scope", scope="{scope.value}"'
    return problem(403, headers={"WWW-Authenticate": said})


def wrong_values(errors: list[dict[str, Any]]) -> HttpResponse:
    """Return 422 with each value that is wrong; what was sent is not repeated.

    Args:
        errors: as pydantic tells them.
    """
    told = [
        {"where": ".".join(str(part) for part in error["loc"]), "why": error["msg"]}
        for error in errors
    ]
    return problem(422, errors=told)


def described() -> dict[str, dict[str, Any]]:
    """Return the answers of this module for an OpenAPI description, by status."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        str(status): {
            "description": DETAILS[status],
            "content": content,
            "headers": {
                name: {"description": text, "schema": {"type": "string"}, "required": True}
                for name, text in HEADERS.get(status, {}).items()
            },
        }
        for status in TITLES
    }
