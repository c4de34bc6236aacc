"""Residents; identity and phone numbers are stored encrypted, found by blind index (base.encryption)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class Resident(Entity):
    """A person who lives in the county; region_code is the village's, kept equal to the household's."""

    archive_number = models.CharField(max_length=17, null=True, blank=True)  # noqa: DJ001  no number yet is not ""
    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=60)  # core.names: comparable form
    name_pinyin = models.CharField(max_length=240, blank=True)
    name_initials = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=10)
    birth_date = models.DateField()
    document_kind = models.CharField(max_length=20, default="national_id")
    national_id_sealed = models.BinaryField(default=bytes)
    national_id_index = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(default=bytes)
    phone_index = models.BinaryField(null=True)
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="residents", db_column="region_code")
    address = models.CharField(max_length=200, blank=True)
    household = models.ForeignKey("people.Household", models.PROTECT, null=True, blank=True, related_name="members")
    relation_to_head = models.CharField(max_length=20, blank=True)
    residence_kind = models.CharField(max_length=20, default="registered")
    resident_since = models.DateField(null=True, blank=True)
    registered_address = models.CharField(max_length=200, blank=True)
    ethnicity = models.CharField(max_length=20, blank=True)
    blood_type = models.CharField(max_length=5, blank=True)
    rh_factor = models.CharField(max_length=10, blank=True)
    education = models.CharField(max_length=20, blank=True)
    occupation = models.CharField(max_length=40, blank=True)
    marital_status = models.CharField(max_length=20, blank=True)
    payment_kinds = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    employment_kind = models.CharField(max_length=30, blank=True)
    workplace = models.CharField(max_length=120, blank=True)
    contact_name = models.CharField(max_length=60, blank=True)
    contact_phone_sealed = models.BinaryField(default=bytes)
    contact_relation = models.CharField(max_length=20, blank=True)
    guardian = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="wards")
    status = models.CharField(max_length=20, default="living_here")  # terms.ResidentStatus
    status_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["national_id_index"], condition=Q(merged_into=None), name="resident_national_id_once"
            ),
            models.UniqueConstraint(
                fields=["archive_number"], condition=Q(merged_into=None), name="resident_archive_number_once"
            ),
            models.CheckConstraint(condition=Q(sex__in=["male", "female", "unknown"]), name="resident_sex_known_code"),
        ]
        indexes = [
            models.Index(fields=["region", "name_pinyin", "id"], name="resident_listing"),
            models.Index(fields=["region", "name_initials"], name="resident_initials"),
            models.Index(fields=["name_initials", "name_pinyin"], name="resident_initials_all"),
            models.Index(fields=["name_key"], name="resident_name_prefix"),
            GinIndex(OpClass(models.F("name_key"), name="gin_trgm_ops"), name="resident_name_substring"),
            models.Index(fields=["phone_index"], name="resident_phone"),
        ]
