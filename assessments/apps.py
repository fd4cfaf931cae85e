"""Where a person and a team stand: questions, check-ins, evidence and reports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        """Put the questions in the queue of what to look at again."""
        from assessments.domain.question_review import register_kind  # noqa: PLC0415  needs models

        register_kind()
