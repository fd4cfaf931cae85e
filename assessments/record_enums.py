"""The fixed vocabularies of what goes to a learning record store; imports nothing of ours."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RecordKind(TextChoices):
    """What can be told to a learning record store, each kind by itself."""

    COMPLETED = "completed", _("Which lessons are done")
    ATTEMPTED = "attempted", _("Which quizzes were taken")
    SCORED = "scored", _("The score of a quiz")
    SELF_EVALUATED = "self_evaluated", _("Which competences were self-rated, without the level")


class StatementState(TextChoices):
    """How far a statement is on its way."""

    WAITING = "waiting", pgettext_lazy("statement", "Waiting")
    SENT = "sent", pgettext_lazy("statement", "Sent")
    GIVEN_UP = "given_up", pgettext_lazy("statement", "Given up")


class XapiVersion(TextChoices):
    """The versions of xAPI that Peil speaks."""

    ONE = "1.0.3", "1.0.3"
    TWO = "2.0.0", "2.0.0"


class StoreProblem(TextChoices):
    """Why the last try with a record store went wrong."""

    KEY = "key", _("It does not accept the key and secret.")
    SECRET = "secret", _("The secret cannot be read any more. Enter it again.")
    STATEMENT = "statement", _("It refused a statement as wrong; that one is given up.")
    ANSWER = "answer", _("It answered with an error.")
    REDIRECTS = "redirects", _("It leads on to another address; enter that one.")
    ADDRESS = "address", _("This is no address that can be asked.")
    PRIVATE = "private", _("This address lies in an inner network; Peil may not ask there.")
    UNREACHABLE = "unreachable", _("It cannot be reached.")
    CERTIFICATE = "certificate", _("Its certificate is not right.")
    SLOW = "slow", _("It answers too slowly.")
