"""Institutions, their consortia, and the devices and kits they hold."""

from django.db import models

from jiayi.foundation.base.models import Entity


class Consortium(Entity):
    """A county medical community or union: a lead institution and its members."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)  # terms.ConsortiumKind
    lead = models.ForeignKey("organization.Institution", models.PROTECT, null=True, blank=True, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="branches")

    def __str__(self) -> str:
        return self.name


class Institution(Entity):
    """A place that gives care or guides it; the region is where it stands."""

    code = models.CharField(max_length=22, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)  # terms.InstitutionKind
    level = models.CharField(max_length=20, blank=True)  # terms.InstitutionLevel
    grade = models.CharField(max_length=30, blank=True, default="", db_default="")  # terms.InstitutionGrade
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="institutions")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="branches")
    consortium = models.ForeignKey(Consortium, models.SET_NULL, null=True, blank=True, related_name="members")
    # What its areas must cover without a gap; none given: the region it stands in.
    service_regions = models.ManyToManyField("organization.Region", blank=True, related_name="serving_institutions")
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    hotline = models.CharField(max_length=30, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    online = models.CharField(max_length=200, blank=True)  # where its services by internet are found (S3-38)
    closed_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Device(Entity):
    """A device or kit at a primary institution (S1-12, S2.1-22)."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="devices")
    kind = models.CharField(max_length=40)  # terms.DeviceKind
    name = models.CharField(max_length=120)
    model = models.CharField(max_length=80, blank=True)
    serial_number = models.CharField(max_length=80, blank=True)
    acquired_on = models.DateField(null=True, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, default="in_use")  # terms.DeviceStatus
    holder = models.ForeignKey(
        "organization.Practitioner", models.PROTECT, null=True, blank=True, related_name="devices"
    )
    held_since = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(holder=None, held_since=None)
                | models.Q(holder__isnull=False, held_since__isnull=False, status="in_use"),
                name="device_held_is_in_use",
            ),
        ]
        indexes = [models.Index(fields=["institution", "kind"], name="device_listing")]
