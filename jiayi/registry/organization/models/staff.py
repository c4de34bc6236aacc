"""Practitioners and the chain of named responsibility over regions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jiayi.foundation.base.models import Entity


class Practitioner(Entity):
    """A person who serves: doctor, nurse, public-health worker, assistant, liaison …"""

    name = models.CharField(max_length=60)
    name_pinyin = models.CharField(max_length=200, blank=True)
    name_initials = models.CharField(max_length=30, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="practitioners")
    roles = ArrayField(models.CharField(max_length=40), default=list)  # rulebook/roles.yaml
    title = models.CharField(max_length=20, blank=True)  # terms.Title
    qualifications = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    licence_number = models.CharField(max_length=40, blank=True)
    employment_kind = models.CharField(max_length=40, blank=True)  # terms.EmploymentKind, S3-14
    speciality = models.CharField(max_length=200, blank=True)
    education = models.CharField(max_length=120, blank=True)
    training = models.TextField(blank=True)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["institution", "name_pinyin"], name="practitioner_listing")]


class Responsibility(Entity):
    """Who answers for a region on one step of the chain township → area → village → households (S2.6-08)."""

    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="responsibilities")
    step = models.CharField(max_length=20)  # terms.ResponsibilityStep
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="responsibilities")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "step", "practitioner"],
                condition=models.Q(ends_on=None),
                name="responsibility_open_once",
            ),
        ]
