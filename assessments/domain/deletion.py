"""Deleting a person with everything that is theirs."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from assessments.domain.kept_files import remove_files_of
from assessments.models import Rating
from cms.accounts.models import User


@transaction.atomic
def delete_account(*, user: User) -> None:
    """Delete a person and all that is theirs; figures of groups that were made before stay.

    All or nothing: whoever is interrupted still has everything. Sessions end with the person.
    Export files go first; without its file an export is of no use to anybody.
    """
    locked = User.objects.select_for_update().filter(pk=user.pk).first()
    if locked is None:
        return
    remove_files_of(locked)
    for session in UserSession.objects.filter(user=locked):
        session.end()
    Rating.objects.filter(user=locked).delete()
    locked.delete()
