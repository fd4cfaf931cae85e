"""Builds the people of the demo and their history, once; the same on every machine."""

from datetime import timedelta
from random import Random

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from assessments.domain.audit_counting import count_quarters
from assessments.domain.campaign_editing import ensure_groups
from assessments.domain.desk import ensure_editorial_groups
from assessments.management.demo.desk import fill_desk
from assessments.management.demo.learning import keep_logs
from assessments.management.demo.opened import open_reports
from assessments.management.demo.people import (
    DESK,
    PeopleMaker,
    make_loopbaanhuis,
    make_superuser,
    make_werkpunt,
)
from assessments.management.demo.rounds import Story
from assessments.management.demo.shares import share_some
from assessments.management.demo.sufficiency import set_rules, take_up
from cms.accounts.models import Organisation, User

SEED = 20261123


class Command(BaseCommand):
    help = "Build the people of the demo and their history."

    def handle(self, *args, **options) -> None:
        if settings.PRODUCTION:
            raise CommandError("Demo people have a public password: not with production settings.")
        if Organisation.objects.filter(slug="loopbaanhuis").exists():
            return
        now = timezone.now()
        with transaction.atomic():
            maker = PeopleMaker(timezone.localdate(now))
            house = make_loopbaanhuis(maker)
            point = make_werkpunt(maker)
            make_superuser(maker)
            self.stdout.write("people")
            self.open_the_admin()
            lead = User.objects.get(email="lead@peil.example")
            set_rules(house.organisation, lead, now - timedelta(days=200))
            adviser = User.objects.get(email="adviser@peil.example")
            fill_desk(adviser, now)
            colleagues = [user for user in house.advisers if user != adviser]
            keep_logs(colleagues, now, Random(SEED))  # noqa: S311  chance, not secrecy
            for demo, seed in ((house, SEED), (point, SEED + 1)):
                Story(demo, now, Random(seed)).play()  # noqa: S311  chance, not secrecy
                self.stdout.write(demo.organisation.name)
            take_up(house.organisation, lead, now)
            share_some(adviser, User.objects.get(email="manager@peil.example"), now)
            open_reports(now)
            count_quarters(now)

    def open_the_admin(self) -> None:
        """Put those who work in the administration in their groups."""
        for group in ensure_editorial_groups():
            User.objects.get(email=DESK[group.name]).groups.set([group])
        User.objects.get(email="people@peil.example").groups.set([ensure_groups()])
