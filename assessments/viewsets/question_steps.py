"""A question's state, its past and a try at it, in the administration."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from assessments.domain.question_bank import LANGUAGES, bank_question
from assessments.domain.question_changes import changes_between, kind_name
from assessments.domain.question_editing import archive_question, restore_question
from assessments.domain.question_trial import try_question
from assessments.domain.question_usage import impact_of
from assessments.domain.question_words import words_in
from assessments.enums import QuestionState
from assessments.forms.quizzes import answer_form
from assessments.models import QuestionVersion
from assessments.viewsets.question_pages import QuestionPage


class StatePage(QuestionPage):
    """A change of state that is asked about, with what it leaves to draw from."""

    template_name = "assessments/admin/questions/state.html"
    button: Any = ""
    done: Any = ""
    needed = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what it leaves; back to the form when the question has that state already."""
        if self.question.state != self.needed:
            return redirect(self.address("edit", self.question.pk))
        today = timezone.localdate()
        impact = impact_of(self.question, language=get_language(), today=today)
        return self.render_to_response(self.get_context_data(impact=impact, button=self.button))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Change the state; doing it twice changes nothing."""
        self.change()
        messages.success(request, self.done % {"id": self.question.identifier})
        return redirect(self.address("index"))

    def change(self) -> None:
        raise NotImplementedError


class QuestionArchiveView(StatePage):
    page_title = gettext_lazy("Archive question")
    button = gettext_lazy("Yes, archive it")
    done = gettext_lazy("%(id)s is archived: nobody is asked it any more.")
    needed = QuestionState.ACTIVE

    def change(self) -> None:
        archive_question(self.question)


class QuestionRestoreView(StatePage):
    page_title = gettext_lazy("Restore question")
    button = gettext_lazy("Yes, restore it")
    done = gettext_lazy("%(id)s can be drawn again.")
    needed = QuestionState.ARCHIVED

    def change(self) -> None:
        restore_question(self.question)


class QuestionHistoryView(QuestionPage):
    """Every version, the latest first, with what it changed."""

    permission_required = "view"
    template_name = "assessments/admin/questions/history.html"
    page_title = gettext_lazy("History")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = list(
            QuestionVersion.objects.filter(question=self.question)
            .select_related("question")
            .prefetch_related("texts")
            .order_by("number")
        )
        contents = [bank_question(version) for version in versions]
        rows = [
            {
                "version": version,
                "kind": kind_name(content),
                "changes": changes_between(before, content) if before else [],
            }
            for version, content, before in zip(
                versions, contents, [None, *contents[:-1]], strict=True
            )
        ]
        return super().get_context_data(question=self.question, rows=rows[::-1], **kwargs)


class QuestionTryView(QuestionPage):
    """The question as an adviser sees it, in either language; nothing is stored."""

    permission_required = "view"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show how the answer went."""
        return self.get(request)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the question in the language that is asked for, or in its own."""
        version = self.shown_version()
        there = {text.language for text in version.texts.all()}
        language = request.GET.get("language", get_language())
        if language not in there:
            language = next(code for code in LANGUAGES if code in there)
        with translation.override(language):
            context = self.trial(version, language)
            context |= {"version": version, "others": sorted(there - {language})}
            context |= {"back": self.address("edit" if self.may("change") else "index", *self.at())}
            return render(request, "assessments/admin/questions/try.html", context)

    def at(self) -> list[int]:
        return [self.question.pk] if self.may("change") else []

    def shown_version(self) -> QuestionVersion:
        """Return the version that the address names, else the current one.

        Raises:
            Http404: when the question has no version of that number.
        """
        number = self.request.GET.get("version", "")
        if not number:
            return self.version
        versions = QuestionVersion.objects.filter(question=self.question)
        versions = versions.select_related("question__competence").prefetch_related("texts")
        is_number = number.isascii() and number.isdigit() and len(number) < 5
        version = versions.filter(number=int(number)).first() if is_number else None
        if version is None:
            raise Http404
        return version

    def trial(self, version: QuestionVersion, language: str) -> dict[str, Any]:
        """Return the form, and how it went when an answer was given."""
        question = words_in(version, language)
        data = self.request.POST if self.request.method == "POST" else None
        form = answer_form(question, data, seed=str(version.pk))
        context: dict[str, Any] = {"form": form, "question": question, "language": language}
        if form.is_valid():
            given = form.given()
            given.pop("certainty", None)
            points, result = try_question(version=version, language=language, **given)
            percent = _("%(percent)d%% of the points") % {"percent": round(points * 100)}
            again = answer_form(
                question,
                seed=str(version.pk),
                response=None if form.says_dont_know else given["response"],
            )
            context |= {"result": result, "points": percent, "form": again}
        return context
