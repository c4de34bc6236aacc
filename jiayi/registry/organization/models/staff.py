"""Practitioners and the chain of named responsibility over regions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jiayi.foundation.base.models import Entity
from jiayi.foundation.base.periods import ends_after_start, once_at_a_time


class Practitioner(Entity):
    """A person who serves: doctor, nurse, public-health worker, assistant, liaison …"""

    name = models.CharField(max_length=60)
    name_pinyin = models.CharField(max_length=200, blank=True)
    name_initials = models.CharField(max_length=30, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=30, blank=True)  # the work phone that the public board shows
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="practitioners")
    roles = ArrayField(models.CharField(max_length=40), default=list)  # rulebook/roles.yaml
    title = models.CharField(max_length=20, blank=True)  # terms.Title
    qualifications = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    licence_number = models.CharField(max_length=40, blank=True)
    employment_kind = models.CharField(max_length=40, blank=True)  # terms.EmploymentKind, S3-14
    speciality = models.CharField(max_length=200, blank=True)
    education = models.CharField(max_length=120, blank=True)
    training = models.TextField(blank=True)
    services = models.TextField(blank=True)  # what the public board says the person offers (S2.1-17)
    introduction = models.CharField(max_length=300, blank=True)
    # What the person agreed to show in public, and when; the name and the office need no consent.
    public_fields = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # terms.PublicField
    public_agreed_on = models.DateField(null=True, blank=True)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            ends_after_start("practitioner_leaves_after_joining", first="joined_on", last="left_on"),
            models.CheckConstraint(
                condition=models.Q(public_fields=[]) | models.Q(public_agreed_on__isnull=False),
                name="practitioner_public_by_consent",
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "name_pinyin", "id"], name="practitioner_listing"),
            models.Index(fields=["name_pinyin", "id"], name="practitioner_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Responsibility(Entity):
    """Who answers for a region on one step of the chain township → area → village → households (S2.6-08)."""

    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="responsibilities")
    step = models.CharField(max_length=20)  # terms.ResponsibilityStep
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="responsibilities")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            once_at_a_time("responsibility_once_at_a_time", "region", "step", "practitioner"),
            ends_after_start("responsibility_ends_after_start"),
        ]
