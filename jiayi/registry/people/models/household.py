"""Households."""

from django.db import models

from jiayi.foundation.base.models import Entity


class Household(Entity):
    """People who live together under a head; number is the roster's 户编号."""

    version = models.PositiveIntegerField(default=1, db_default=1)
    number = models.CharField(max_length=30)
    region = models.ForeignKey(
        "organization.Region", models.PROTECT, related_name="households", db_column="region_code", db_index=False
    )
    address = models.CharField(max_length=200, blank=True)
    grid_address = models.CharField(max_length=100, blank=True, db_default="")
    building = models.CharField(max_length=60, blank=True, db_default="")
    head = models.ForeignKey(
        "people.Resident", models.SET_NULL, null=True, blank=True, related_name="headed_households"
    )
    # 总人口 by the register; those who live here are the members.
    registered_count = models.PositiveSmallIntegerField(null=True, blank=True)
    income_per_person_fen = models.BigIntegerField(null=True, blank=True)  # a year
    dwelling = models.JSONField(
        default=dict, blank=True, db_default={}
    )  # terms.DWELLING: code of each living condition
    problems = models.TextField(blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="household_number_once"),
        ]
        indexes = [models.Index(fields=["region", "number"], name="household_listing")]
