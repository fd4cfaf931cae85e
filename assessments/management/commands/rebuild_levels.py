"""Makes the current levels anew from history; keeping them gives the same."""

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from assessments.domain.levels import rebuild_levels


class Command(BaseCommand):
    help = "Rebuild the current levels from ratings and answers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", type=int, action="append", help="only this id; repeatable")

    def handle(self, *args, **options) -> None:
        count = rebuild_levels(user_ids=options["user"], now=timezone.now())
        self.stdout.write(f"{count} current levels")
