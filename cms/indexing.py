"""Indexes kept still while many pages are saved, and brought up to date once at the end."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_save
from modelcluster.fields import ParentalKey
from modelsearch.index import class_is_indexed, get_indexed_models, insert_or_update_object
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import update_reference_index_on_save

HANDLERS = (post_save_signal_handler, update_reference_index_on_save)


@contextmanager
def indexed_once() -> Iterator[None]:
    """Index what is saved inside once, in place of at every save: a new page is saved three times.

    The handlers that it takes away are those of the whole process, so it is for commands.
    """
    saved: dict[type[Model], set[Any]] = defaultdict(set)

    def note(instance: Model, **kwargs: Any) -> None:
        root = _root_of(instance)
        saved[type(root)].add(root.pk)

    models = {*get_indexed_models(), *ReferenceIndex.tracked_models}
    silent = [
        (handler, model)
        for model in models
        for handler in HANDLERS
        if post_save.disconnect(handler, sender=model)
    ]
    for model in models:
        post_save.connect(note, sender=model, weak=False)
    try:
        yield
    finally:
        for model in models:
            post_save.disconnect(note, sender=model)
        for handler, model in silent:
            post_save.connect(handler, sender=model)
        for model, keys in saved.items():
            _index(model, keys)


def _root_of(instance: Model) -> Model:
    """Return the page or snippet that a row belongs to; its references are kept with that."""
    for field in instance._meta.get_fields():
        if isinstance(field, ParentalKey):
            parent = getattr(instance, field.name)
            return instance if parent is None else _root_of(parent)
    return instance


@transaction.atomic
def _index(model: type[Model], keys: set[Any]) -> None:
    """Index rows as they are now; what was rolled back is not there any more."""
    for row in model._default_manager.filter(pk__in=keys):
        if model in ReferenceIndex.tracked_models:
            ReferenceIndex.create_or_update_for_object(row)
        if class_is_indexed(model):
            insert_or_update_object(row)
