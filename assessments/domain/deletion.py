"""Deleting: all reflections of a person, or the person with everything that is theirs."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from assessments.domain.data_exports import remove_exports
from assessments.models import DataExport, Rating, Reflection
from cms.accounts.models import User


@transaction.atomic
def delete_reflections(*, user: User) -> int:
    """Delete all reflections of a person and return how many there were.

    Ratings that pointed to one stay, without the pointer. It needs no key: nothing is unsealed.
    """
    deleted, per_model = Reflection.objects.filter(user=user).only("pk").delete()
    return per_model.get(Reflection._meta.label, 0) if deleted else 0


@transaction.atomic
def delete_account(*, user: User) -> None:
    """Delete a person and all that is theirs; figures of groups that were made before stay.

    All or nothing: whoever is interrupted still has everything. Sessions end with the person.
    Export files go first; without its file an export is of no use to anybody.
    """
    locked = User.objects.select_for_update().filter(pk=user.pk).first()
    if locked is None:
        return
    remove_exports(DataExport.objects.filter(user=locked))
    for session in UserSession.objects.filter(user=locked):
        session.end()
    Rating.objects.filter(user=locked).delete()
    locked.delete()
