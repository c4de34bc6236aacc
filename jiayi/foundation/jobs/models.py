"""Long work that people started and watch."""

from django.db import models

from jiayi.foundation.base.models import Entity


class JobRun(Entity):
    """One run of a background job, with its progress and its outcome."""

    kind = models.CharField(max_length=60)
    started_by = models.UUIDField(null=True)
    state = models.CharField(max_length=20, default="waiting")  # terms.JobState
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    message = models.CharField(max_length=200, blank=True)
    arguments = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    error_code = models.CharField(max_length=60, blank=True)
    is_cancel_asked = models.BooleanField(default=False)
    began_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "running", "done", "failed", "cancelled", "interrupted"]),
                name="job_state_known_code",
            ),
        ]
        indexes = [
            models.Index(fields=["started_by", "-id"], name="job_runs_of_person"),
            models.Index(fields=["state"], condition=models.Q(state__in=["waiting", "running"]), name="job_open"),
        ]


class TimetableRun(models.Model):
    """When an entry of the timetable was last tried and last done."""

    name = models.CharField(max_length=60, primary_key=True)
    last_tried_at = models.DateTimeField(null=True)
    last_done_at = models.DateTimeField(null=True)
