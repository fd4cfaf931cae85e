"""Role profiles as shipped, and who has which; targets are read in targets.py."""

import json
from pathlib import Path

from django.db import transaction

from assessments.models import RoleAssignment, RoleProfile, RoleProfileText, Target
from cms.accounts.models import Membership, Organisation
from training.models import Competence

SHIPPED = Path(__file__).parent.parent / "toolkit" / "role_profiles.json"


class ForeignProfile(ValueError):
    """A role profile of one organisation was given to a member of another."""


@transaction.atomic
def load_role_profiles(*, organisation: Organisation) -> dict[str, RoleProfile]:
    """Return {code: profile} of the shipped role profiles, made where they are not there yet.

    Repeating it changes nothing: names and targets that the organisation has changed stay. Targets
    of competences that the framework does not have are left out.
    """
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    competences = dict(Competence.objects.values_list("code", "pk"))
    codes = [row["code"] for row in shipped]
    RoleProfile.objects.bulk_create(
        [RoleProfile(organisation=organisation, code=code) for code in codes],
        ignore_conflicts=True,
    )
    profiles = {row.code: row for row in organisation.role_profiles.filter(code__in=codes)}
    RoleProfileText.objects.bulk_create(
        [
            RoleProfileText(profile=profiles[row["code"]], language=language, name=name)
            for row in shipped
            for language, name in row["name"].items()
        ],
        ignore_conflicts=True,
    )
    Target.objects.bulk_create(
        [
            Target(profile=profiles[row["code"]], competence_id=competences[code], level=level)
            for row in shipped
            for code, level in row["targets"].items()
            if code in competences
        ],
        ignore_conflicts=True,
    )
    return {code: profiles[code] for code in codes}


@transaction.atomic
def assign_role_profile(*, membership: Membership, profile: RoleProfile) -> RoleAssignment:
    """Give a membership its role profile, in place of the one it had.

    Raises:
        ForeignProfile: when the profile belongs to another organisation.
    """
    if profile.organisation_id != membership.organisation_id:
        raise ForeignProfile(f"profile {profile.pk}, membership {membership.pk}")
    assignment, _created = RoleAssignment.objects.update_or_create(
        membership=membership, defaults={"profile": profile}
    )
    return assignment
