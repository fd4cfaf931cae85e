"""Collects the interface's words into locale/: Dutch to be written, English as it stands."""

import polib
from django.core.management.commands import makemessages

from cms.management.commands.compile_catalogues import catalogues

UNSTABLE = ("POT-Creation-Date", "Report-Msgid-Bugs-To")


class Command(makemessages.Command):
    help = "Collect the words of the interface (needs gettext's tools)."
    # A guess at a changed sentence is a mistake waiting to be overlooked.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def handle(self, *args, **options) -> None:
        options.update(locale=["nl", "en"], no_obsolete=True, no_location=True)
        options["ignore_patterns"] = [*options["ignore_patterns"], ".venv", "var", "tests"]
        super().handle(*args, **options)
        for path in catalogues():
            catalogue = polib.pofile(str(path))
            for name in UNSTABLE:
                catalogue.metadata.pop(name, None)
            if path.parent.parent.name == "en":
                speak_as_written(catalogue)
            catalogue.save()


def speak_as_written(catalogue: polib.POFile) -> None:
    """Give each English entry the words of the source."""
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
        else:
            entry.msgstr = entry.msgid
