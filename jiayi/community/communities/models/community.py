"""A firm, school, kindergarten …, its classes, and who belongs to it."""

from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity


class Community(Entity):
    """A functional community that a team serves (S3-35)."""

    kind = models.CharField(max_length=20)  # terms.CommunityKind
    name = models.CharField(max_length=80)
    region = models.ForeignKey(
        "organization.Region", models.PROTECT, related_name="+", db_column="region_code", db_index=False
    )
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="+", db_index=False)
    address = models.CharField(max_length=120, blank=True)
    contact_name = models.CharField(max_length=60, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)  # of the office
    service_point = models.CharField(max_length=120, blank=True)  # where and when the team serves there
    note = models.CharField(max_length=200, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"], condition=Q(closed_on=None), name="community_once_in_a_place"
            )
        ]
        indexes = [
            models.Index(fields=["region", "name", "id"], name="community_region"),
            models.Index(fields=["institution", "id"], name="community_institution"),
            models.Index(fields=["team", "id"], name="community_team"),
        ]


class CommunityClass(Entity):
    """A class of a kindergarten or school."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="classes", db_index=False)
    name = models.CharField(max_length=40)
    grade = models.CharField(max_length=10, default="none")  # terms.Grade
    teacher = models.CharField(max_length=60, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], condition=Q(closed_on=None), name="class_once")
        ]


class Member(Entity):
    """A resident who belongs to a community for some time."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="members", db_index=False)
    community_class = models.ForeignKey(CommunityClass, models.SET_NULL, related_name="members", null=True, blank=True)
    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    role = models.CharField(max_length=10)  # terms.MemberRole
    is_susceptible = models.BooleanField(default=False)  # to be looked at closely in an epidemic
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "resident"], condition=Q(until=None), name="community_member_once"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="member_runs_forward"),
        ]
