"""Prints a new key for PEIL_SEALING_KEYS; keeps nothing."""

from django.core.management.base import BaseCommand

from cms.settings.env import new_sealing_key


class Command(BaseCommand):
    help = "Print a new key for PEIL_SEALING_KEYS."

    def handle(self, *args, **options) -> None:
        self.stdout.write(new_sealing_key())
