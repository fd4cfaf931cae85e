"""Seals every sealed text again with the first key, so that an older key can be taken away."""

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models, transaction

from cms.sealed import SealedTextField


class Command(BaseCommand):
    help = "Seal all sealed texts again with the first key of PEIL_SEALING_KEYS."

    def handle(self, *args, **options) -> None:
        for model in apps.get_models():
            names = [field.name for field in model._meta.fields if _is_sealed(field)]
            if names:
                number = sum(_reseal(model, pk, names) for pk in _keys(model))
                self.stdout.write(f"{model._meta.label}: {number}")


def _is_sealed(field: models.Field) -> bool:
    return isinstance(field, SealedTextField)


def _keys(model: type[models.Model]) -> list[int]:
    return list(model._base_manager.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _reseal(model: type[models.Model], pk: int, names: list[str]) -> bool:
    """Store one row again; return whether it was still there."""
    row = model._base_manager.select_for_update().filter(pk=pk).first()
    if row is not None:
        row.save(update_fields=names)
    return row is not None
