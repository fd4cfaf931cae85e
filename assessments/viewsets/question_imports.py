"""Importing questions in the administration: files, what they would change, and then exactly that.

What was handed in travels signed with the page that shows it, so nothing half-done is kept. Before
it is stored it is read again against the bank as it is then; what is not as it was shown is shown
again instead.
"""

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from assessments.domain.question_changes import kind_name, missing_languages, title_of
from assessments.domain.question_import import (
    BankChanged,
    Effect,
    digest_of,
    import_questions,
    plan_import,
    whole_bank,
)
from assessments.exchange.question_uploads import Reading, Upload, read_uploads, unpack
from assessments.forms.question_imports import ImportForm
from assessments.viewsets.question_pages import QuestionPage
from training.domain.problems import Problem
from training.models import Competence

HOUR = 3600


class QuestionImportView(QuestionPage):
    permission_required = "add"
    page_title = gettext_lazy("Import questions")
    template_name = "assessments/admin/questions/import.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let in who may add questions and change them: an import does both."""
        if self.may("add"):
            self.permission_required = "change"
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for files."""
        return self.ask(ImportForm(language=get_language()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what files would change, or do what was shown."""
        if "shown" in request.POST:
            return self.confirm(request.POST["shown"])
        form = ImportForm(request.POST, request.FILES, language=get_language())
        if not form.is_valid():
            return self.ask(form)
        data = form.cleaned_data
        uploads, unread = unpack([(file.name, file.read()) for file in data["files"]])
        return self.preview(form, uploads, data["category"], data["language"], unread)

    def ask(self, form: ImportForm, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, **context))

    def preview(
        self,
        form: ImportForm,
        uploads: list[Upload],
        category: str,
        language: str,
        unread: Sequence[Problem] = (),
    ) -> HttpResponse:
        """Show question by question what would become of it, and all that is wrong."""
        bank = whole_bank()
        reading = self.read(uploads, category, language, bank)
        plan = plan_import([row.question for row in reading.questions], bank)
        rows = [
            {
                "place": read.place,
                "question": planned.question,
                "title": title_of(planned.question, get_language()),
                "kind": kind_name(planned.question),
                "effect": planned.effect,
                "changes": planned.changes,
                "missing": missing_languages(planned.question),
            }
            for read, planned in zip(reading.questions, plan, strict=True)
        ]
        problems = [*unread, *reading.problems]
        context: dict[str, Any] = {"rows": rows, "problems": problems, "is_preview": True}
        if not problems and any(row["effect"] != Effect.UNCHANGED for row in rows):
            shown = {
                "files": [astuple(upload) for upload in uploads],
                "category": category,
                "language": language,
                "digest": digest_of(plan),
            }
            context["shown"] = signing.dumps(shown, salt=self.salt, compress=True)
        return self.ask(form, **context)

    def confirm(self, shown: str) -> HttpResponse:
        """Store what was shown; where the bank is not as it was, show it again."""
        try:
            was = signing.loads(shown, salt=self.salt, max_age=HOUR)
        except signing.BadSignature:
            messages.error(self.request, _("This preview is not valid any more: choose again."))
            return redirect(self.address("import"))
        uploads = [Upload(name, text) for name, text in was["files"]]
        reading = self.read(uploads, was["category"], was["language"], whole_bank())
        try:
            if reading.problems:
                raise BankChanged
            questions = [row.question for row in reading.questions]
            done = import_questions(questions=questions, digest=was["digest"], now=timezone.now())
        except BankChanged:
            message = _("The bank has changed since this preview; look at it again.")
            messages.warning(self.request, message)
            form = ImportForm(language=get_language())
            return self.preview(form, uploads, was["category"], was["language"])
        counts = {"added": len(done.added), "revised": len(done.revised)}
        message = _("Imported: %(added)d new, %(revised)d changed.") % counts
        messages.success(self.request, message)
        return redirect(self.address("index"))

    @property
    def salt(self) -> str:
        """Return what binds a preview to the person who saw it."""
        return f"question import {self.request.user.pk}"

    def read(
        self, uploads: list[Upload], category: str, language: str, bank: dict[str, Any]
    ) -> Reading:
        codes = set(Competence.objects.values_list("code", flat=True))
        return read_uploads(
            uploads, category=category, language=language, competences=codes, bank=bank
        )
