"""User, Organisation, Team (a tree) and Membership; what a role may see is decided elsewhere."""

from typing import ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from cms.accounts.enums import TEAM_ROLES, Role

MINIMUM_GROUP_SIZE = 5


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address; addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Return a saved user.

        Raises:
            ValueError: when the address is empty.
        """
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Return a saved user who may do everything in the admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A person who signs in by e-mail."""

    username = None
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=[("nl", _("Dutch")), ("en", _("English"))],
        default="nl",
    )

    current_roles: "list[Membership]"  # today's, kept by permissions.roles_of for one request

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class Organisation(models.Model):
    """An employer or centre; organisations in one installation never see each other."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(unique=True)
    minimum_group_size = models.PositiveSmallIntegerField(
        _("smallest group that may be shown"),
        default=MINIMUM_GROUP_SIZE,
        validators=[MinValueValidator(MINIMUM_GROUP_SIZE)],
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum_group_size__gte=MINIMUM_GROUP_SIZE),
                name="organisation_minimum_group_size",
            )
        ]

    def __str__(self) -> str:
        return self.name


class TeamQuerySet(MP_NodeQuerySet):
    def at_or_below(self, team: "Team") -> "TeamQuerySet":
        """Return the team and every team below it, in tree order."""
        return self.filter(path__startswith=team.path)


class TeamManager(MP_NodeManager.from_queryset(TeamQuerySet)):
    def get_queryset(self) -> TeamQuerySet:
        return TeamQuerySet(self.model, using=self._db).order_by("path")


class Team(MP_Node):
    """A node of an organisation's tree; the root stands for the organisation as a whole."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="teams", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=120)

    objects = TeamManager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(depth=1), name="one_root_team_per_organisation"
            )
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on=None) -> "MembershipQuerySet":
        """Return the memberships that hold on a day: begun, and not ended before it.

        Args:
            on: a date; today when left out.
        """
        day = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), start__lte=day)

    def advisers(self) -> "MembershipQuerySet":
        """Return the memberships that give a person a reporting team."""
        return self.filter(role=Role.ADVISER)


class Membership(models.Model):
    """A role of a person in an organisation, from one day until another (both included)."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("organisation"),
    )
    team = models.ForeignKey(
        Team,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("team"),
    )
    role = models.CharField(_("role"), max_length=30, choices=Role)
    start = models.DateField(_("from"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(role=Role.ADVISER, until__isnull=True),
                name="one_reporting_team_per_organisation",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("start")),
                name="membership_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(role__in=TEAM_ROLES, team__isnull=False)
                | (~Q(role__in=TEAM_ROLES) & Q(team__isnull=True)),
                name="membership_team_fits_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.team or self.organisation}"

    def clean(self) -> None:
        """Refuse a team of another organisation and two reporting teams at the same time.

        Raises:
            ValidationError: with the field that is wrong.
        """
        if self.team and self.team.organisation_id != self.organisation_id:
            raise ValidationError({"team": _("This team belongs to another organisation.")})
        if self.role == Role.ADVISER and self._overlapping().exists():
            raise ValidationError(
                {"start": _("This person already has a reporting team in this period.")}
            )

    def _overlapping(self) -> MembershipQuerySet:
        others = Membership.objects.advisers().filter(
            Q(until__isnull=True) | Q(until__gte=self.start),
            user_id=self.user_id,
            organisation_id=self.organisation_id,
        )
        if self.until:
            others = others.filter(start__lte=self.until)
        return others.exclude(pk=self.pk)
