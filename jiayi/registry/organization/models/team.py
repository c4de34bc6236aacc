"""Family-doctor teams, their members, and the areas they answer for."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity
from jiayi.foundation.base.periods import OneOrAll, days, ends_after_start, once_at_a_time
from jiayi.registry.organization.terms import MOST_WEEKLY_HOURS


class Team(Entity):
    """A family-doctor team (签约团队) of an institution, formed by a scheme's template."""

    name = models.CharField(max_length=80)
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="teams")
    template = models.CharField(max_length=40, blank=True)  # the scheme whose template it follows; none: blank
    tier = models.PositiveSmallIntegerField(default=1)
    is_combined = models.BooleanField(default=False)  # signs combined contracts (1+3+N, S3-12)
    leader = models.ForeignKey("organization.Practitioner", models.PROTECT, related_name="led_teams")
    phone = models.CharField(max_length=30, blank=True)
    founded_on = models.DateField()
    dissolved_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "name"], condition=Q(dissolved_on=None), name="team_name_once"
            ),
            models.CheckConstraint(condition=Q(tier__in=[1, 2, 3]), name="team_tier_is_1_to_3"),
            ends_after_start("team_dissolved_after_founded", first="founded_on", last="dissolved_on"),
        ]
        indexes = [models.Index(fields=["name", "id"], name="team_listing")]

    def __str__(self) -> str:
        return self.name


class TeamMember(Entity):
    """A practitioner's time in a team, in one role."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="members")
    practitioner = models.ForeignKey("organization.Practitioner", models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40)
    # Hours a week that the person really has for this team in this role; unknown, the rulebook's usual ones count.
    weekly_hours = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            once_at_a_time("team_member_once_at_a_time", "team", "practitioner", "role"),
            ends_after_start("team_member_ends_after_start"),
            models.CheckConstraint(
                condition=Q(weekly_hours=None) | Q(weekly_hours__gte=0, weekly_hours__lte=MOST_WEEKLY_HOURS),
                name="team_member_hours_of_a_week",
            ),
        ]


class Area(Entity):
    """A village, or one building of it, that a team answers for, with a named responsible person.

    Without a building the area is the whole village: it then overlaps with each of its buildings.
    """

    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="areas")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="areas")
    building = models.ForeignKey("organization.Building", models.PROTECT, null=True, blank=True, related_name="areas")
    team = models.ForeignKey(Team, models.PROTECT, related_name="areas")
    responsible_person = models.ForeignKey("organization.Practitioner", models.PROTECT, related_name="areas")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="area_never_overlaps",
                expressions=[
                    (F("region"), RangeOperators.EQUAL),
                    (OneOrAll(F("building"), F("building")), RangeOperators.OVERLAPS),
                    (days(), RangeOperators.OVERLAPS),
                ],
            ),
            ends_after_start("area_ends_after_start"),
        ]
