"""One table of what is due, for whom, by whom, by when."""

from django.db import models

from jiayi.foundation.base.models import Entity

COUNTED = ["from_on", "kind", "remind_on", "programme"]  # in the indexes, so that counting reads no table


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
    programme = models.CharField(max_length=30, blank=True, db_default="", default="")  # of a visit
    risk = models.CharField(max_length=10, blank=True, db_default="", default="")  # terms.Risk, of a visit
    remind_on = models.DateField(null=True, blank=True)  # the day agreed for it, or to ask again
    # Who is to do it where it is not left to the area's responsible person; no record says so, and it stays with
    # the key: the next visit of the same programme is theirs too.
    assignee = models.ForeignKey(
        "organization.Practitioner", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
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
            models.Index(
                fields=["assignee", "due_on", "id"],
                condition=models.Q(state="open", assignee__isnull=False),
                name="task_assignee_open",
            ),
            models.Index(fields=["due_on", "id"], condition=models.Q(state="open"), name="task_open"),
            models.Index(fields=["subject_id"], condition=models.Q(state="open"), name="task_subject_open"),
        ]


class RoadStop(models.Model):
    """A place in a team's order of a home round: of a village among its villages, or a household in its village."""

    id = models.BigAutoField(primary_key=True)
    team = models.ForeignKey("organization.Team", models.CASCADE, related_name="+", db_index=False)
    region = models.ForeignKey("organization.Region", models.CASCADE, related_name="+", db_index=False)
    household = models.ForeignKey(
        "people.Household", models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "region", "household"], nulls_distinct=False, name="road_stop_once"
            ),
        ]
        indexes = [models.Index(fields=["household"], name="road_stop_of_household")]
