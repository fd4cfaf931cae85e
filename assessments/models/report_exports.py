"""Workbooks of a team report that are too long to be made while somebody waits."""

from django.conf import settings
from django.db import models

from assessments.models.keeping import KeptFile


class ReportExport(KeptFile):
    """The rows of one team and all below it in one snapshot, as a workbook for one manager.

    `language` is that of the words around the rows. `rows_total` is how many rows there were when
    it was asked for, `rows_done` how many are written; both tell how far the job is, no more.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="report_exports"
    )
    team = models.ForeignKey(
        "accounts.Team", on_delete=models.CASCADE, related_name="report_exports"
    )
    snapshot = models.ForeignKey(
        "assessments.Snapshot", on_delete=models.CASCADE, related_name="report_exports"
    )
    language = models.CharField(max_length=10)
    rows_total = models.PositiveIntegerField()
    rows_done = models.PositiveIntegerField(default=0)
