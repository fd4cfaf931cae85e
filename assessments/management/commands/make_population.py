"""Builds a large organisation in bulk, to measure with: the same for the same seed."""

from random import Random
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from assessments.domain.snapshots import take_snapshot
from assessments.management.population.people import (
    add_advisers,
    add_manager,
    build_organisation,
)
from assessments.management.population.rounds import (
    add_check_ins,
    add_learning,
    add_rounds,
    add_tested,
)
from cms.accounts.models import Organisation
from cms.bulk_rows import learn_sizes
from training.models import Framework


class Command(BaseCommand):
    help = "Build a large organisation with advisers, teams and rounds, to measure with."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--advisers", type=int, default=1_000)
        parser.add_argument("--teams", type=int, default=50)
        parser.add_argument("--campaigns", type=int, default=8, help="The last one stays open.")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--name", default="Population")
        parser.add_argument(
            "--snapshots",
            type=int,
            default=1,
            help="Of so many closed rounds, the newest, the figures are made (default: 1).",
        )

    def handle(self, *args, **options) -> None:
        if settings.PRODUCTION:
            raise CommandError("Invented people have no place among real ones.")
        if min(options["advisers"], options["teams"], options["campaigns"]) < 1:
            raise CommandError("There is at least one adviser, one team and one round.")
        if Organisation.objects.filter(name=options["name"]).exists():
            raise CommandError(f"There is an organisation called {options['name']} already.")
        if not Framework.objects.exists():
            raise CommandError("Load the framework first: manage.py import_framework.")
        rng = Random(options["seed"])  # noqa: S311  a repeatable draw
        now, self.began = timezone.now(), monotonic()
        with transaction.atomic():
            organisation, teams = build_organisation(
                name=options["name"], teams=options["teams"], rng=rng
            )
            self.say(f"{len(teams)} teams")
            people = add_advisers(
                organisation=organisation, teams=teams, number=options["advisers"], rng=rng
            )
            manager = add_manager(organisation=organisation, now=now)
            self.say(f"{len(people)} advisers; {manager.email} is organisation manager")
            rounds = add_rounds(top=teams[0], number=options["campaigns"], now=now)
            add_check_ins(rounds=rounds, people=people, rng=rng)
            self.say(f"{len(rounds)} rounds with their check-ins")
            add_tested(people=people, rounds=rounds, rng=rng)
            add_learning(people=people, now=now, rng=rng)
            self.say("tested knowledge and learning logs")
        learn_sizes()
        for each in rounds[:-1][-options["snapshots"] :] if options["snapshots"] else []:
            take_snapshot(campaign=each.campaign, now=each.campaign.closes_at)
            self.say(f"figures of round {each.campaign.pk}")

    def say(self, what: str) -> None:
        self.stdout.write(f"{monotonic() - self.began:7.1f} s  {what}")
