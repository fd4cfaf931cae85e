"""Who may see which results, as querysets; whoever has no reason to know gets 404."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import get_language

from assessments.models import (
    Action,
    Attempt,
    Campaign,
    CheckIn,
    LearningPlan,
    Recheck,
    RecordStore,
    Reflection,
    ReportAccess,
    ReportExport,
    RoleProfile,
    Snapshot,
)
from assessments.models.campaigns import CampaignQuerySet
from assessments.models.checkins import CheckInQuerySet
from cms.accounts.enums import Role
from cms.accounts.models import Membership, Organisation, Team, User
from cms.accounts.permissions import (
    administered_organisations,
    first_or_404,
    has_role,
    kept_organisations,
    roles_of,
    visible_teams,
)
from training.permissions import may_review

WRITES_JOB_DESCRIPTIONS = (
    Role.TEAM_MANAGER,
    Role.ORGANISATION_MANAGER,
    Role.ORGANISATION_ADMINISTRATOR,
)


def snapshots_for(team: Team) -> QuerySet[Snapshot]:
    """Return the snapshots whose figures whoever may open a team may read: of its organisation."""
    return Snapshot.objects.filter(organisation_id=team.organisation_id)


def get_snapshot_or_404(team: Team, pk: str) -> Snapshot:
    """Return a snapshot by the number in an address.

    Raises:
        Http404: when it is no number, there is none, or it is another organisation's.
    """
    if not _is_number(pk):
        raise Http404
    return first_or_404(snapshots_for(team).filter(pk=pk))


def get_workbook_or_404(user: User, team: Team, token: str, now: datetime) -> ReportExport:
    """Return a finished workbook that the person asked for, by the token of its address.

    Args:
        team: one that the person may open at this moment, by `get_team_or_404`.

    Raises:
        Http404: when there is none, it is somebody else's, not finished, or expired.
    """
    ready = ReportExport.objects.filter(user=user.pk, ready_at__isnull=False, expires_at__gt=now)
    return first_or_404(ready.filter(team=team, token=token).select_related("snapshot"))


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
    whole = attempts.select_related("user", "quiz", "recheck__competence")
    return first_or_404(whole.filter(pk=pk))


def visible_rechecks(user: User) -> QuerySet[Recheck]:
    """Return the re-checks that a person may see: their own."""
    return Recheck.objects.filter(user_id=user.pk)


def get_recheck_or_404(user: User, pk: int) -> Recheck:
    """Return a re-check that the person may see.

    Raises:
        Http404: when there is none, or it is somebody else's.
    """
    return first_or_404(visible_rechecks(user).filter(pk=pk))


def visible_check_ins(user: User) -> CheckInQuerySet:
    """Return the check-ins that a person may see: their own."""
    return CheckIn.objects.filter(user_id=user.pk)


def get_check_in_or_404(user: User, pk: int) -> CheckIn:
    """Return a check-in with what its pages need; its round is named in the active language.

    Raises:
        Http404: when there is none, or it is somebody else's.
    """
    check_in = first_or_404(
        visible_check_ins(user)
        .filter(pk=pk)
        .select_related("campaign__organisation", "campaign__team", "reflection")
        .named(get_language())
        .with_plans()
    )
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
    return first_or_404(visible_actions(user).filter(pk=pk))


def visible_plans(user: User) -> QuerySet[LearningPlan]:
    """Return what is asked of the teams whose reports a person may open."""
    return LearningPlan.objects.filter(team__in=visible_teams(user).order_by())


def get_plan_or_404(user: User, pk: int) -> LearningPlan:
    """Return a learning plan of a team that the person manages.

    Raises:
        Http404: when there is none, or it is of another part of the tree.
    """
    return first_or_404(visible_plans(user).filter(pk=pk))


def get_calendar_owner_or_404(token: str) -> User:
    """Return whose calendar has this name in its address; the name alone opens it.

    Raises:
        Http404: when there is none, or its owner cannot sign in any more.
    """
    if not token:
        raise Http404
    return first_or_404(User.objects.filter(preference__calendar_token=token, is_active=True))


def visible_reflections(user: User) -> QuerySet[Reflection]:
    """Return the reflections that a person may read: their own, and nobody else's ever."""
    return Reflection.objects.filter(user_id=user.pk)


def get_reflection_or_404(user: User, pk: int) -> Reflection:
    """Return a reflection that the person may read.

    Raises:
        Http404: when there is none, or it is somebody else's.
    """
    return first_or_404(visible_reflections(user).filter(pk=pk))


def administered_campaigns(user: User) -> CampaignQuerySet:
    """Return the rounds that a person prepares and closes; their results are another matter."""
    return Campaign.objects.filter(organisation__in=administered_organisations(user))


def visible_role_profiles(user: User) -> QuerySet[RoleProfile]:
    """Return the role profiles whose texts a person may copy: of organisations they manage or keep.

    A role profile says nothing about anybody; team managers, organisation managers and organisation
    administrators write job descriptions.
    """
    ids = [role.organisation_id for role in roles_of(user) if role.role in WRITES_JOB_DESCRIPTIONS]
    return RoleProfile.objects.filter(organisation__in=ids)


def offered_record_stores(user: User, day: date) -> QuerySet[RecordStore]:
    """Return the record stores to which a person can let something go: in use, where they work."""
    homes = Membership.objects.current(day).filter(user=user.pk).values("organisation")
    return RecordStore.objects.filter(is_active=True, organisation__in=homes)


def visible_record_stores(user: User, day: date) -> QuerySet[RecordStore]:
    """Return the record stores that a person chooses about: those offered, and those agreed to."""
    offered = offered_record_stores(user, day).values("pk")
    agreed = RecordStore.objects.filter(consents__user=user.pk).values("pk")
    return RecordStore.objects.filter(Q(pk__in=offered) | Q(pk__in=agreed))


def get_record_store_or_404(user: User, pk: int, day: date) -> RecordStore:
    """Return a record store that a person chooses about.

    Raises:
        Http404: when there is none, or it is another organisation's.
    """
    return first_or_404(visible_record_stores(user, day).filter(pk=pk))


def sees_participation(user: User, campaign: Campaign) -> bool:
    """Return whether a person may read how many took part: who keeps the organisation by role."""
    return kept_organisations(user).filter(pk=campaign.organisation_id).exists()


def managed_organisations(user: User) -> list[int]:
    """Return the keys of the organisations of which a person manages a team or the whole."""
    managing = (Role.TEAM_MANAGER, Role.ORGANISATION_MANAGER)
    return sorted({role.organisation_id for role in roles_of(user) if role.role in managing})


def reads_report_log(user: User) -> bool:
    """Return whether a person may read who opened reports: who keeps an organisation by role."""
    return has_role(user, Role.ORGANISATION_ADMINISTRATOR)


def visible_report_accesses(user: User) -> QuerySet[ReportAccess]:
    """Return who opened which report, as far as a person may read it: where they keep by role."""
    return ReportAccess.objects.filter(organisation__in=kept_organisations(user))


def get_kept_organisation_or_404(user: User) -> Organisation:
    """Return the organisation whose people somebody keeps by role; of several the first by name.

    Raises:
        Http404: when the person keeps none.
    """
    return first_or_404(kept_organisations(user).order_by("name"))


def may_export_course(user: User) -> bool:
    """Return whether a person may take the course along, with the answers to all questions."""
    return may_review(user) and user.has_perm("assessments.change_question")
