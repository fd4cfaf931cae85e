"""The site, its pages and its looks; knows nothing of training or assessments."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Site"
