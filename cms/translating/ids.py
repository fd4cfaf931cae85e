"""Gives every item of a list an id of its own, by which its words are known to the translator.

The editor's form does so by itself. Pages that were loaded from files have plain lists, which
wagtail-localize leaves out: their words would be taken over from the source as they are.
"""

from wagtail.fields import StreamField
from wagtail.models import Page


def give_ids(page: Page) -> bool:
    """Write the streams of a page in full, and return whether an id was missing.

    Args:
        page: in its own class; it is not saved.
    """
    missed = False
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            stream = getattr(page, field.name)
            before = [dict(raw) for raw in stream.raw_data]
            for block in stream:
                block.value  # noqa: B018  built from its raw data, which gives ids
            after = stream.get_prep_value()
            if before != after:
                missed = True
                setattr(page, field.name, field.stream_block.to_python(after))
    return missed
