"""The bank as a list: each question with its current version, and how long that may be used."""

from datetime import date, timedelta

from django.db.models import Case, F, FilteredRelation, Prefetch, Q, QuerySet, TextChoices, When
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from assessments.models import Question, QuestionVersion

SOON = timedelta(days=60)


class Expiry(TextChoices):
    """How long the facts of a question hold, seen from a day."""

    EXPIRED = "expired", _("Expired")
    SOON = "soon", _("Within 60 days")
    LATER = "later", _("Later")
    NEVER = "never", _("No date")


def expiry_of(last_day: date | None, today: date) -> Expiry:
    """Return how long something may be used whose last day is this."""
    if last_day is None:
        return Expiry.NEVER
    if last_day < today:
        return Expiry.EXPIRED
    return Expiry.SOON if last_day <= today + SOON else Expiry.LATER


def bank_rows() -> QuerySet[Question]:
    """Return all questions with `now`, the current version, to filter by, and `last_day`.

    `current_versions` is a list of that one version with its texts: three queries for any number.
    """
    current = QuestionVersion.objects.filter(is_current=True).prefetch_related("texts")
    checked = Greatest("now__valid_until", Coalesce("now__checked_until", "now__valid_until"))
    return (
        Question.objects.select_related("competence")
        .prefetch_related(Prefetch("versions", current, to_attr="current_versions"))
        .annotate(now=FilteredRelation("versions", condition=Q(versions__is_current=True)))
        .annotate(
            last_day=Case(When(now__valid_until__isnull=False, then=checked), default=None),
            kind=F("now__kind"),
        )
        .order_by("competence__order", "pk")
    )


def with_expiry(rows: QuerySet[Question], expiry: str, today: date) -> QuerySet[Question]:
    """Return the rows of `bank_rows` that are in one of the classes of Expiry."""
    soon = today + SOON
    conditions = {
        Expiry.EXPIRED: Q(last_day__lt=today),
        Expiry.SOON: Q(last_day__gte=today, last_day__lte=soon),
        Expiry.LATER: Q(last_day__gt=soon),
        Expiry.NEVER: Q(last_day__isnull=True),
    }
    return rows.filter(conditions[Expiry(expiry)])


def without_language(rows: QuerySet[Question], language: str) -> QuerySet[Question]:
    """Return the rows whose current version has no words in a language."""
    having = QuestionVersion.objects.filter(is_current=True, texts__language=language)
    return rows.exclude(pk__in=having.values("question"))


def with_words(rows: QuerySet[Question], words: str) -> QuerySet[Question]:
    """Return the rows that have these words in identifier, title or question."""
    saying = QuestionVersion.objects.filter(is_current=True).filter(
        Q(texts__title__icontains=words) | Q(texts__texts__stem__icontains=words)
    )
    return rows.filter(Q(identifier__icontains=words) | Q(pk__in=saying.values("question")))
