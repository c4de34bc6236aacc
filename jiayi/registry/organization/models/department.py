"""Departments of hospitals that stand by a team (S4-35)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity
from jiayi.foundation.base.periods import ends_after_start


class TeamDepartment(Entity):
    """A clinical department as a member of a team, with what it takes on and whom to call."""

    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="departments")
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    tasks = ArrayField(models.CharField(max_length=40))  # codes of tiered_care.department_tasks
    contact = models.CharField(max_length=60)
    phone = models.CharField(max_length=30, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            ends_after_start("team_department_ends_after_start"),
            models.CheckConstraint(condition=Q(tasks__len__gt=0), name="team_department_has_tasks"),
            models.UniqueConstraint(
                fields=["team", "institution", "name"], condition=Q(ends_on=None), name="team_department_once"
            ),
        ]
