"""The site, its pages and its looks; knows nothing of training or assessments."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Site"

    def ready(self) -> None:
        """Follow what is published, so that no language falls behind unnoticed."""
        from cms.translating.signals import connect  # noqa: PLC0415  models are there by now

        connect()
