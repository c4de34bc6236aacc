"""What a sub-district or township says of its population (街道提供居民统计数据, S2.9-02)."""

from django.db import models

from jiayi.foundation.base.models import Entity


class PopulationStatement(Entity):
    """The figures of one day beside the platform's own of the day they were entered; entered anew they are replaced."""

    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    as_of = models.DateField()
    given_by = models.CharField(max_length=80)  # the office
    counts = models.JSONField(default=dict)  # population_statement.counts -> number
    own = models.JSONField(default=dict)  # the same, as the platform counts
    note = models.CharField(max_length=200, blank=True)
    entered_on = models.DateField()
    entered_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "as_of"], name="population_statement_once_a_day")]
