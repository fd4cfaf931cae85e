"""Rows of history: they are added, never changed."""

from django.db import models


class AddedOnlyQuerySet(models.QuerySet):
    def update(self, **fields) -> int:
        """Refuse.

        Raises:
            TypeError: always; history is never overwritten.
        """
        raise TypeError("These rows are never changed; add a new one.")


class AddedOnly(models.Model):
    """A row of history."""

    objects = AddedOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        """Add the row.

        Raises:
            TypeError: when it exists already; history is never overwritten.
        """
        if self.pk is not None:
            raise TypeError("These rows are never changed; add a new one.")
        super().save(*args, **kwargs)
