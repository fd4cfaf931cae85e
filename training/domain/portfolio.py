"""A person's portfolio of sources, and the reviews that keep it true."""

from datetime import date, datetime

from django.db import transaction

from cms.accounts.models import User
from training.enums import Verdict
from training.models import PortfolioItem, Source, SourceReview


@transaction.atomic
def add_to_portfolio(
    *, user: User, source: Source, now: datetime, purpose: str = ""
) -> PortfolioItem:
    """Put a source in the portfolio; one that is already there stays as it is."""
    item, _created = PortfolioItem.objects.get_or_create(
        user=user, source=source, defaults={"added_at": now, "purpose": purpose}
    )
    return item


@transaction.atomic
def remove_from_portfolio(*, user: User, source: Source) -> None:
    """Take a source out of the portfolio, with the person's own words about it."""
    PortfolioItem.objects.filter(user=user, source=source).delete()


@transaction.atomic
def mark_checked(*, user: User, source: Source, today: date, now: datetime) -> PortfolioItem:
    """Note that the person checked a source today; it joins the portfolio when it is not there."""
    item = add_to_portfolio(user=user, source=source, now=now)
    item.checked_on = today
    item.save(update_fields=["checked_on"])
    return item


@transaction.atomic
def describe_use(*, user: User, source: Source, purpose: str, now: datetime) -> PortfolioItem:
    """Write down when the person opens a source; it joins the portfolio when it is not there."""
    item = add_to_portfolio(user=user, source=source, now=now)
    item.purpose = purpose
    item.save(update_fields=["purpose"])
    return item


@transaction.atomic
def review_source(
    *, user: User, source: Source, verdict: Verdict, today: date, note: str = ""
) -> SourceReview:
    """Keep what a person decided about a source; a second review on the same day replaces it.

    A review is a check: it dates the person's portfolio item, and the organisation's own source,
    but never a shipped source, which is for the editors of the catalogue.
    """
    review, _created = SourceReview.objects.update_or_create(
        source=source,
        user=user,
        reviewed_on=today,
        defaults={"verdict": verdict, "note": note},
    )
    PortfolioItem.objects.filter(user=user, source=source).update(checked_on=today)
    if source.organisation_id:
        source.checked_on = today
        source.save(update_fields=["checked_on"])
    return review
