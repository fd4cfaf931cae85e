"""Writing a question in the administration: a new one, a copy, or a new version."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from assessments.domain.lesson_links import lesson_sections
from assessments.domain.question_bank import BankQuestion, bank_question
from assessments.domain.question_editing import (
    ChangedMeanwhile,
    IdentifierTaken,
    add_question,
    revise_question,
)
from assessments.domain.question_usage import usage_of
from assessments.enums import QuestionKind, QuestionState
from assessments.forms.questions import IdentifierForm, QuestionEditor, StartForm
from assessments.viewsets.question_pages import QuestionPage


class WritingPage(QuestionPage):
    """The form; what is sent is stored when it is sound, and shown again when it is not."""

    template_name = "assessments/admin/questions/form.html"
    editor: QuestionEditor
    naming: IdentifierForm | None = None

    def original(self) -> BankQuestion | None:
        """Return what the form shows at first."""
        return bank_question(self.version)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        self.editor = self.make_editor()
        return super().get(request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Store what was sent, or show what is wrong."""
        self.editor = self.make_editor(request.POST)
        is_named = self.naming is None or self.naming.is_valid()
        if self.editor.is_valid() and is_named and (answer := self.store()):
            return answer
        messages.error(request, _("Nothing was saved: see what is wrong below."))
        return self.render_to_response(self.get_context_data())

    def make_editor(self, data: Any = None) -> QuestionEditor:
        original = self.original()
        return QuestionEditor(
            data,
            kind=original.kind if original else "",
            sections=lesson_sections(get_language()),
            question=original,
        )

    def store(self) -> HttpResponse | None:
        """Store a valid form and say where to go; None when it cannot be stored."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            editor=self.editor,
            naming=self.naming,
            kind=QuestionKind(self.editor.kind).label,
            media=self.editor.media,
            **kwargs,
        )


class NewQuestionPage(WritingPage):
    """Writing a question that is not in the bank yet; its identifier is proposed."""

    permission_required = "add"

    def make_editor(self, data: Any = None) -> QuestionEditor:
        """Make the two forms together."""
        self.naming = IdentifierForm(data, code=self.code)
        return super().make_editor(data)

    @property
    def code(self) -> str:
        return self.question.competence.code

    def store(self) -> HttpResponse | None:
        identifier = self.naming.cleaned_data["identifier"]
        content = self.editor.question(identifier)
        try:
            question = add_question(question=content, now=timezone.now())
        except IdentifierTaken:
            self.naming.add_error("identifier", _("Another question has this identifier."))
            return None
        messages.success(self.request, _("%(id)s is in the bank.") % {"id": identifier})
        return redirect(self.address("edit", question.pk))


class QuestionCopyView(NewQuestionPage):
    page_title = gettext_lazy("Copy question")


class QuestionAddView(NewQuestionPage):
    """First the kind and the competence, then the form."""

    page_title = gettext_lazy("Add a question")

    @cached_property
    def start(self) -> StartForm:
        return StartForm(self.request.GET or None, language=get_language())

    @property
    def code(self) -> str:
        return self.start.cleaned_data["competence"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the kind first, whatever was sent."""
        if self.user_has_permission("add") and not self.start.is_valid():
            return self.ask_kind()
        return super().dispatch(request, *args, **kwargs)

    def ask_kind(self) -> HttpResponse:
        self.template_name = "assessments/admin/questions/start.html"
        context = QuestionPage.get_context_data(self, start=self.start)
        return self.render_to_response(context)

    def original(self) -> None:
        return None

    def make_editor(self, data: Any = None) -> QuestionEditor:
        self.naming = IdentifierForm(data, code=self.code)
        return QuestionEditor(
            data,
            kind=self.start.cleaned_data["kind"],
            sections=lesson_sections(get_language()),
        )


class QuestionEditView(WritingPage):
    """A new version, when anything differs; beside it stands what uses the one there is."""

    page_title = gettext_lazy("Edit question")

    def store(self) -> HttpResponse | None:
        sent = self.request.POST.get("based_on", "")
        try:
            is_new = revise_question(
                question=self.question,
                content=self.editor.question(self.question.identifier),
                based_on=int(sent) if sent.isascii() and sent.isdigit() else 0,
                now=timezone.now(),
            )
        except ChangedMeanwhile:
            self.editor.problems.append(
                _(
                    "Somebody saved another version since you opened this page. Your words are "
                    "still here; look at that version under History, and save again to replace it."
                )
            )
            return None
        if is_new:
            messages.success(self.request, _("The new version is saved."))
        else:
            messages.success(self.request, _("Nothing differs, so there is no new version."))
        return redirect(self.address("edit", self.question.pk))

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        is_active = self.question.state == QuestionState.ACTIVE
        step = (_("Archive"), "archive") if is_active else (_("Restore"), "restore")
        pages = [
            (_("Try it"), "try"),
            (_("History"), "history"),
            (_("Statistics"), "statistics"),
            step,
        ]
        if self.may("add"):
            pages.append((_("Copy"), "copy"))
        return [
            HeaderButton(label, url=self.address(name, self.question.pk), priority=place)
            for place, (label, name) in enumerate(pages)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            version=self.version,
            usage=usage_of(self.version, language=get_language(), today=timezone.localdate()),
            **kwargs,
        )
