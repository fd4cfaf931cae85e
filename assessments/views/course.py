"""The whole course as a file, for who keeps the question bank."""

from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from assessments.exchange.course_zip import write_course
from assessments.permissions import may_export_course


@require_safe
def course_zip(request: HttpRequest) -> HttpResponse:
    """Give the ZIP that load_course reads."""
    if not may_export_course(request.user):
        raise PermissionDenied
    target = BytesIO()
    write_course(target)
    return HttpResponse(
        target.getvalue(),
        content_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="course.zip"'},
    )
