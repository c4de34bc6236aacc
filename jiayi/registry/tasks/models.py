"""One table of what is due, for whom, by whom, by when."""

from django.db import models

from jiayi.foundation.base.models import Entity

COUNTED = ["from_on", "kind"]  # in the indexes, so that counting reads no table


class Task(Entity):
    """A duty that is due; its key makes opening it idempotent."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)  # terms.TaskKind
    resident = models.ForeignKey("people.Resident", models.CASCADE, null=True, blank=True, related_name="tasks")
    team = models.ForeignKey("organization.Team", models.PROTECT, null=True, blank=True, related_name="tasks")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    subject_id = models.UUIDField(null=True, blank=True)
    from_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=12, default="open")  # terms.TaskState
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(due_on__gte=models.F("from_on")), name="task_due_after_start"),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_on=None) | models.Q(state="closed", closed_on__isnull=False),
                name="task_closed_on_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["team", "due_on", "id"],
                include=["region", *COUNTED],
                condition=models.Q(state="open"),
                name="task_team_open",
            ),
            models.Index(
                fields=["region", "due_on", "id"],
                include=["team", *COUNTED],
                condition=models.Q(state="open"),
                name="task_region_open",
            ),
            models.Index(fields=["due_on", "id"], condition=models.Q(state="open"), name="task_open"),
            models.Index(fields=["subject_id"], condition=models.Q(state="open"), name="task_subject_open"),
        ]
