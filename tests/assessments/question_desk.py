"""An editor at the question bank: signs in, opens a page, sends the form back."""

from django.contrib.auth.models import Permission
from django.utils import translation
from wagtail.users.models import UserProfile

from assessments.domain.question_bank import bank_question
from assessments.forms.questions import QuestionEditor
from assessments.models import QuestionVersion
from tests.assessments.test_question_form import posted
from tests.factories import people
from tests.factories.questions import (
    make_question,
)

LIST = "/admin/questions/"


def signed_in(client, *deeds: str):
    user = people.make_user("editor@test.example")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *deeds]))
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return user


def text_of(response) -> str:
    return response.content.decode()


def at(name: str, version: QuestionVersion) -> str:
    return f"{LIST}{name}/{version.question_id}/"


def form_of(version: QuestionVersion) -> dict[str, str]:
    """Return what the browser of an editor sends back untouched."""
    question = bank_question(version)
    with translation.override("en"):
        sent = posted(QuestionEditor(kind=version.kind, sections=[], question=question))
    return {**sent, "based_on": str(version.number)}


def dealt(client, kind: str) -> QuestionVersion:
    """Return a question as the form stores it: its keys are those that files would get."""
    version = make_question(kind, "A1", identifier="A1-1")
    client.post(at("edit", version), form_of(version))
    question = version.question
    question.versions.exclude(number=question.versions.count()).delete()
    question.versions.update(number=1)
    return question.versions.get()
