"""How forms are drawn on the site: templates/django/forms/ first, Django's own after that."""

from pathlib import Path

import django.forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as Backend
from django.utils.functional import cached_property


class PeilFormRenderer(DjangoTemplates):
    """Draws whole forms and single fields with the site's templates, widgets with Django's.

    It has an engine of its own because `django.forms` is no installed app: the project's template
    folder comes first, then the folder inside Django, then the folders of the apps (Wagtail's and
    allauth's widgets live there).
    """

    @cached_property
    def engine(self) -> Backend:
        """Return the template engine that looks in the three places, in that order."""
        own = settings.BASE_DIR / "templates"
        shipped = Path(django.forms.__file__).parent / "templates"
        return Backend(
            {"NAME": "peilforms", "DIRS": [own, shipped], "APP_DIRS": True, "OPTIONS": {}}
        )
