"""What the page about a person's own data says: files that wait, and how much there is."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from assessments.domain.data_exports import exports_of
from assessments.domain.kept_files import KEPT_DAYS
from assessments.domain.retention import kept_months
from assessments.models import Attempt, DataExport, Rating, Reflection, RetentionNotice
from cms.accounts.models import User


@dataclass(frozen=True)
class MyDataPage:
    """Everything on the page.

    Attributes:
        kept_days: how long a finished file waits.
        kept_months: how long evidence is kept; None: until the person deletes it.
        going: the day before which evidence goes, and the day on which; None when nothing goes.
    """

    exports: tuple[DataExport, ...]
    kept_days: int
    kept_months: int | None
    going: tuple[date, date] | None
    reflections: int
    ratings: int
    attempts: int


def my_data_page(user: User, now: datetime) -> MyDataPage:
    """Return what the page says; eight queries."""
    notices = RetentionNotice.objects.filter(user=user, done_at__isnull=True)
    return MyDataPage(
        exports=tuple(exports_of(user, now)),
        kept_days=KEPT_DAYS,
        kept_months=kept_months([user.pk], timezone.localdate(now))[user.pk],
        going=notices.order_by("due_on").values_list("before", "due_on").first(),
        reflections=Reflection.objects.filter(user=user).count(),
        ratings=Rating.objects.filter(user=user).count(),
        attempts=Attempt.objects.filter(user=user).count(),
    )
