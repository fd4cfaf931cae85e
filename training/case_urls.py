"""The addresses of the CASE 1.1 service, the same in every language.

/ims/case/v1p1/ is what the specification asks for; /case/ is what the shipped framework's own
identifiers say, and leads there.
"""

from django.urls import path
from django.views.generic import RedirectView

from training.views import case

SERVICE = "ims/case/v1p1/"

urlpatterns = [
    path("case/", RedirectView.as_view(pattern_name="case_documents"), name="case"),
    path(
        "case/<str:collection>/<str:identifier>", RedirectView.as_view(pattern_name="case_object")
    ),
    path(f"{SERVICE}CFDocuments", case.case_documents, name="case_documents"),
    path(f"{SERVICE}<str:collection>/<str:identifier>", case.case_object, name="case_object"),
]
