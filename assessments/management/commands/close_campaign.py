"""Closes one check-in round and takes its snapshot; repeating it changes nothing."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.snapshots import RoundNotBegun, close_campaign
from assessments.models import Campaign, Cell


class Command(BaseCommand):
    help = "Close one check-in round and take its snapshot."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("campaign", type=int, help="number of the round")

    def handle(self, *args, campaign: int, **options) -> None:
        found = Campaign.objects.filter(pk=campaign).first()
        if found is None:
            raise CommandError(_("There is no round %(number)d.") % {"number": campaign})
        try:
            snapshot = close_campaign(campaign=found, now=timezone.now())
        except RoundNotBegun as error:
            raise CommandError(
                _("Round %(number)d has not begun yet.") % {"number": campaign}
            ) from error
        cells = Cell.objects.filter(node__snapshot=snapshot)
        self.stdout.write(
            _("Snapshot %(snapshot)d: teams %(teams)d, cells %(cells)d, not shown %(withheld)d.")
            % {
                "snapshot": snapshot.pk,
                "teams": snapshot.nodes.count(),
                "cells": cells.count(),
                "withheld": cells.exclude(withheld="").count(),
            }
        )
