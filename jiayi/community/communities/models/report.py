"""Reports that were archived: their figures stay as they were."""

from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity

from .community import Community


class ArchivedReport(Entity):
    """The figures of a month or a term as they were when it was archived (S2.5-19)."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="archived_reports", db_index=False)
    since = models.DateField()
    until = models.DateField()
    figures = models.JSONField()  # selectors.figures_of
    archived_on = models.DateField()
    archived_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "since", "until"], name="report_archived_once"),
            models.CheckConstraint(condition=Q(archived_on__gt=F("until")), name="report_archived_when_over"),
        ]
