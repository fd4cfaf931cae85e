"""Who may see which results, as querysets; whoever has no reason to know gets 404."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import get_language

from assessments.models import Action, Attempt, Campaign, CheckIn, Recheck, Snapshot
from assessments.models.checkins import CheckInQuerySet
from cms.accounts.models import Team, User
from cms.accounts.permissions import administered_organisations
from training.permissions import may_review


def snapshots_for(team: Team) -> QuerySet[Snapshot]:
    """Return the snapshots whose figures whoever may open a team may read: of its organisation."""
    return Snapshot.objects.filter(organisation_id=team.organisation_id)


def get_snapshot_or_404(team: Team, pk: str) -> Snapshot:
    """Return a snapshot by the number in an address.

    Raises:
        Http404: when it is no number, there is none, or it is another organisation's.
    """
    snapshot = snapshots_for(team).filter(pk=pk).first() if _is_number(pk) else None
    if snapshot is None:
        raise Http404
    return snapshot


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def visible_attempts(user: User) -> QuerySet[Attempt]:
    """Return the attempts that a person may see: their own, at quizzes and in lessons."""
    return Attempt.objects.filter(user_id=user.pk)


def get_attempt_or_404(user: User, pk: int) -> Attempt:
    """Return an attempt at a quiz or a re-check that the person may see.

    Raises:
        Http404: when there is none, or it is somebody else's.
    """
    attempts = visible_attempts(user).filter(lesson__isnull=True)
    attempt = attempts.filter(pk=pk).select_related("user", "quiz", "recheck__competence").first()
    if attempt is None:
        raise Http404
    return attempt


def visible_rechecks(user: User) -> QuerySet[Recheck]:
    """Return the re-checks that a person may see: their own."""
    return Recheck.objects.filter(user_id=user.pk)


def get_recheck_or_404(user: User, pk: int) -> Recheck:
    """Return a re-check that the person may see.

    Raises:
        Http404: when there is none, or it is somebody else's.
    """
    recheck = visible_rechecks(user).filter(pk=pk).first()
    if recheck is None:
        raise Http404
    return recheck


def visible_check_ins(user: User) -> CheckInQuerySet:
    """Return the check-ins that a person may see: their own."""
    return CheckIn.objects.filter(user_id=user.pk)


def get_check_in_or_404(user: User, pk: int) -> CheckIn:
    """Return a check-in with what its pages need; its round is named in the active language.

    Raises:
        Http404: when there is none, or it is somebody else's.
    """
    check_in = (
        visible_check_ins(user)
        .filter(pk=pk)
        .select_related("campaign__organisation", "campaign__team", "reflection")
        .named(get_language())
        .first()
    )
    if check_in is None:
        raise Http404
    check_in.user = user
    return check_in


def visible_actions(user: User) -> QuerySet[Action]:
    """Return the actions that a person may see: their own."""
    return Action.objects.filter(user_id=user.pk)


def get_action_or_404(user: User, pk: int) -> Action:
    """Return an action that the person may see.

    Raises:
        Http404: when there is none, or it is somebody else's.
    """
    action = visible_actions(user).filter(pk=pk).first()
    if action is None:
        raise Http404
    return action


def administered_campaigns(user: User) -> QuerySet[Campaign]:
    """Return the rounds that a person prepares and closes; their results are another matter."""
    return Campaign.objects.filter(organisation__in=administered_organisations(user))


def may_export_course(user: User) -> bool:
    """Return whether a person may take the course along, with the answers to all questions."""
    return may_review(user) and user.has_perm("assessments.change_question")
