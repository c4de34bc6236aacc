"""What a firm, office, school … and its team have agreed on: the services, the rounds, the term (S3-35)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from jiayi.foundation.base.models import Entity

from .community import Community

_DAYS = Func(
    F("starts_on"),
    Coalesce(F("ended_on"), F("ends_on")),
    Value("[]"),
    function="daterange",
    output_field=models.Field(),
)


class CommunityAgreement(Entity):
    """Signed by the unit's representative and the team for some time; residents sign their own agreements beside it."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="agreements", db_index=False)
    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="+", db_index=False)
    services = ArrayField(models.CharField(max_length=40))  # functional_community.services
    rounds = models.CharField(max_length=120)  # when and where the team comes
    represented_by = models.CharField(max_length=60)
    signed_on = models.DateField()
    signed_by_name = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)  # the last day, where it ended before its term
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="community_agreement_runs_forward"),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="")
                | (Q(ended_on__gte=F("starts_on"), ended_on__lte=F("ends_on")) & ~Q(end_reason="")),
                name="community_agreement_says_why_ended",
            ),
            ExclusionConstraint(
                name="community_agreement_one_on_a_day",
                expressions=[("community", RangeOperators.EQUAL), (_DAYS, RangeOperators.OVERLAPS)],
            ),
        ]
