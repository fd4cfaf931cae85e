"""Gives organisations the shipped role profiles; what they changed themselves stays."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.domain.role_profiles import load_role_profiles
from cms.accounts.models import Organisation
from training.models import Competence


class Command(BaseCommand):
    help = "Give organisations the shipped role profiles."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", help="slug of the only one to do; all when left out")

    def handle(self, *args, **options) -> None:
        if not Competence.objects.exists():
            raise CommandError("There is no framework yet: run import_framework first.")
        organisations = Organisation.objects.order_by("name")
        if slug := options["organisation"]:
            organisations = organisations.filter(slug=slug)
            if not organisations:
                raise CommandError(f"There is no organisation {slug!r}.")
        for organisation in organisations:
            profiles = load_role_profiles(organisation=organisation)
            self.stdout.write(f"{organisation.slug}: {len(profiles)} role profiles")
