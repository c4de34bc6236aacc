"""Households."""

from django.db import models

from jiayi.foundation.base.models import Entity


class Household(Entity):
    """People who live together under a head; number is the roster's 户编号."""

    number = models.CharField(max_length=30, unique=True)
    region = models.ForeignKey(
        "organization.Region", models.PROTECT, related_name="households", db_column="region_code"
    )
    address = models.CharField(max_length=200, blank=True)
    building = models.CharField(max_length=60, blank=True)
    head = models.ForeignKey(
        "people.Resident", models.SET_NULL, null=True, blank=True, related_name="headed_households"
    )
    dwelling = models.JSONField(default=dict, blank=True)  # rulebook/forms: living environment
    problems = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["region", "number"], name="household_listing")]
