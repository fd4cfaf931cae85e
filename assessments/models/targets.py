"""Role profiles: the level that a role asks of each competence, per organisation."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class RoleProfile(models.Model):
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.CASCADE,
        related_name="role_profiles",
        verbose_name=_("organisation"),
    )
    code = models.SlugField(_("code"))

    class Meta:
        verbose_name = _("role profile")
        verbose_name_plural = _("role profiles")
        ordering = ["organisation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"], name="one_role_profile_per_code"
            )
        ]

    def __str__(self) -> str:
        return self.code


class RoleProfileText(models.Model):
    profile = models.ForeignKey(RoleProfile, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "language"], name="one_role_profile_text_per_language"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    profile = models.ForeignKey(RoleProfile, on_delete=models.CASCADE, related_name="targets")
    competence = models.ForeignKey(
        "training.Competence", on_delete=models.PROTECT, related_name="targets"
    )
    level = models.PositiveSmallIntegerField(_("level"), validators=[MaxValueValidator(5)])

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "competence"], name="one_target_per_competence"
            )
        ]

    def __str__(self) -> str:
        return f"{self.competence_id}: {self.level}"


class RoleAssignment(models.Model):
    """The role profile that holds for a membership."""

    membership = models.OneToOneField(
        "accounts.Membership", on_delete=models.CASCADE, related_name="role_assignment"
    )
    profile = models.ForeignKey(RoleProfile, on_delete=models.PROTECT, related_name="assignments")

    class Meta:
        verbose_name = _("assigned role profile")
        verbose_name_plural = _("assigned role profiles")

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.profile}"
