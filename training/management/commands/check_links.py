"""Looks at the addresses of other sites on our pages, one request at a time."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from training.tasks import MOST_LINKS, look_at_links


class Command(BaseCommand):
    help = "Ask the other sites that pages link to whether the address is still there."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--limit", type=int, default=MOST_LINKS, help="addresses at most")

    def handle(self, *args, limit: int, **options) -> None:
        run = look_at_links(limit)
        self.stdout.write(
            _("Links: %(known)d; looked at: %(checked)d; failed: %(failed)d.") % vars(run)
        )
