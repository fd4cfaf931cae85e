"""Template tags of exercises: ids that are a page's own, and numbers as a script reads them."""

import secrets

from django import template

from cms.figures.data import as_number

register = template.Library()


@register.simple_tag
def fresh_key() -> str:
    """Return an id that nothing else on the page has."""
    return f"e{secrets.token_hex(4)}"


@register.filter
def plain_number(text: str) -> str:
    """Return a number with a point for decimals, whatever the language it was written in."""
    number = as_number(text)
    return "" if number is None else str(number)
