"""Text that a spreadsheet shows and never runs."""

import re

STARTS_A_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def safe_cell(value: object) -> object:
    """Return a value for a cell: text that would start a formula gets an apostrophe before it.

    Numbers, dates and None stay what they are; blanks before a formula do not hide it. The last
    four signs are full-width forms, which spreadsheets take for the plain ones. Source: OWASP, CSV
    Injection.
    """
    if not isinstance(value, str):
        return value
    text = UNPRINTABLE.sub("", value)
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text
