"""The address of a page from two of its columns, for lists that hold no page objects."""

from django.urls import reverse
from django.utils import translation


def address_of(url_path: str, language: str) -> str:
    """Return what `page.url` gives, without a query.

    Front doors stand straight under the root, so the first part of the path is the front door's.

    Args:
        url_path: of the page, such as "/nl/toolkit/module/".
        language: code of the page's language.
    """
    below_home = url_path.split("/", 2)[2]
    with translation.override(language):
        return reverse("wagtail_serve", args=(below_home,))
