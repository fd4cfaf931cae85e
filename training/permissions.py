"""Who may see or change which source, review, activity and queue, as querysets."""

from django.db.models import Q, QuerySet
from wagtail.permissions import page_permission_policy

from cms.accounts.enums import Role
from cms.accounts.models import Membership, Organisation, User
from cms.accounts.permissions import first_or_404, roles_of
from training.models import Activity, PortfolioItem, Source, SourceReview
from training.models.sources import SourceQuerySet

WORK_ON_PAGES = ("add", "change", "publish")


def organisations_of(user: User) -> QuerySet[Organisation]:
    """Return the organisations that a person belongs to today, each once, by name."""
    return Organisation.objects.filter(pk__in=_organisation_ids(user)).order_by("name")


def visible_sources(user: User) -> SourceQuerySet:
    """Return the shipped sources and those of the person's organisations; none for a visitor."""
    if not user.is_authenticated:
        return Source.objects.none()
    own = _organisation_ids(user)
    return Source.objects.filter(Q(organisation__isnull=True) | Q(organisation__in=own))


def editable_sources(user: User) -> SourceQuerySet:
    """Return the sources that a person may change.

    Those of the organisation that the person added or whose adder has left Peil; an editor of the
    organisation may change all of them. Nobody changes a shipped source here.
    """
    editing = [role.organisation_id for role in roles_of(user) if role.role == Role.EDITOR]
    return visible_sources(user).filter(
        Q(organisation__isnull=False),
        Q(added_by=user.pk) | Q(added_by__isnull=True) | Q(organisation__in=editing),
    )


def get_source_or_404(user: User, pk: int) -> Source:
    """Return a source that the person may see.

    Raises:
        Http404: when there is none, or it is another organisation's.
    """
    return first_or_404(visible_sources(user).filter(pk=pk).select_related("organisation"))


def get_editable_source_or_404(user: User, pk: int) -> Source:
    """Return a source that the person may change.

    Raises:
        Http404: when there is none, or it is not this person's to change.
    """
    return first_or_404(editable_sources(user).filter(pk=pk).select_related("organisation"))


def visible_reviews(user: User) -> QuerySet[SourceReview]:
    """Return a person's own reviews, and those by people who are now in the same organisation."""
    if not user.is_authenticated:
        return SourceReview.objects.none()
    own = _organisation_ids(user)
    colleagues = Membership.objects.current().filter(organisation__in=own).values("user")
    return SourceReview.objects.filter(
        Q(user=user) | Q(user__in=colleagues), source__in=visible_sources(user)
    )


def visible_portfolio(user: User) -> QuerySet[PortfolioItem]:
    """Return a person's own portfolio; a source that is out of sight is no longer in it."""
    if not user.is_authenticated:
        return PortfolioItem.objects.none()
    return PortfolioItem.objects.filter(user=user, source__in=visible_sources(user))


def visible_activities(user: User) -> QuerySet[Activity]:
    """Return a person's own learning activities; nobody else's, whatever the role."""
    if not user.is_authenticated:
        return Activity.objects.none()
    return Activity.objects.filter(user=user)


def get_activity_or_404(user: User, pk: int) -> Activity:
    """Return one of the person's own activities.

    Raises:
        Http404: when there is none, or it is somebody else's.
    """
    return first_or_404(visible_activities(user).filter(pk=pk))


def may_review(user: User) -> bool:
    """Return whether a person sees the queue of what to look at again: whoever works on pages."""
    return page_permission_policy.user_has_any_permission(user, WORK_ON_PAGES)


def reviewing_editors() -> QuerySet[User]:
    """Return the people who can be responsible for something in the queue, by name."""
    editors = page_permission_policy.users_with_any_permission(WORK_ON_PAGES)
    return User.objects.filter(pk__in=editors.values("pk")).order_by(
        "first_name", "last_name", "email"
    )


def _organisation_ids(user: User) -> set[int]:
    return {role.organisation_id for role in roles_of(user)}
