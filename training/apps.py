"""What there is to learn: framework, toolkit, progress, sources and learning activities."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        """Tell the queue of what to look at again what training knows."""
        from training.domain import links, review_kinds, review_translations  # noqa: PLC0415

        review_kinds.register_kinds()
        review_translations.register_kind()
        links.register_kind()
