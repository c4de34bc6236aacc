"""Residents; identity and phone numbers are stored encrypted (sealing), found by blind index."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value

from jiayi.foundation.base.models import Entity

IDENTITY_CARD = "resident_identity_card"  # terms.DocumentKind
CHARACTERS_OF_NAME = Func(
    F("name_key"), Value(None), function="string_to_array", output_field=ArrayField(models.TextField())
)


class Resident(Entity):
    """A person who lives in the county; region_code is the village's, kept equal to the household's."""

    version = models.PositiveIntegerField(default=1, db_default=1)
    archive_number = models.CharField(max_length=17, null=True, blank=True)  # noqa: DJ001  no number yet is not ""
    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=60)  # core.names: comparable form
    name_pinyin = models.CharField(max_length=240, blank=True)
    name_initials = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=10)
    birth_date = models.DateField()
    document_kind = models.CharField(
        max_length=40, default="resident_identity_card", db_default="resident_identity_card"
    )
    national_id_sealed = models.BinaryField(default=bytes, db_default=b"")
    national_id_index = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(default=bytes, db_default=b"")
    phone_index = models.BinaryField(null=True)
    home_phone_sealed = models.BinaryField(default=bytes, db_default=b"")
    region = models.ForeignKey(
        "organization.Region", models.PROTECT, related_name="residents", db_column="region_code", db_index=False
    )
    address = models.CharField(max_length=200, blank=True)
    grid_address = models.CharField(max_length=100, blank=True, db_default="")
    household = models.ForeignKey("people.Household", models.PROTECT, null=True, blank=True, related_name="members")
    relation_to_head = models.CharField(max_length=20, blank=True)
    residence_kind = models.CharField(max_length=20, default="registered")
    resident_since = models.DateField(null=True, blank=True)
    registered_address = models.CharField(max_length=200, blank=True, db_default="")
    ethnicity = models.CharField(max_length=20, blank=True, db_default="")
    blood_type = models.CharField(max_length=10, blank=True, db_default="")
    rh_factor = models.CharField(max_length=10, blank=True, db_default="")
    education = models.CharField(max_length=30, blank=True, db_default="")
    occupation = models.CharField(max_length=40, blank=True, db_default="")
    marital_status = models.CharField(max_length=20, blank=True, db_default="")
    payment_kinds = ArrayField(models.CharField(max_length=30), default=list, blank=True, db_default=[])
    insurance_number_sealed = models.BinaryField(default=bytes, db_default=b"")
    employment_kind = models.CharField(max_length=30, blank=True, db_default="")
    workplace = models.CharField(max_length=120, blank=True, db_default="")
    contact_name = models.CharField(max_length=60, blank=True, db_default="")
    contact_phone_sealed = models.BinaryField(default=bytes, db_default=b"")
    contact_relation = models.CharField(max_length=20, blank=True, db_default="")
    guardian = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="wards", db_index=False)
    status = models.CharField(max_length=20, default="living_here", db_default="living_here")  # terms.ResidentStatus
    status_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", db_index=False
    )
    note = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["national_id_index"], condition=Q(merged_into=None), name="resident_national_id_once"
            ),
            models.UniqueConstraint(fields=["archive_number"], name="resident_archive_number_once"),
            models.CheckConstraint(condition=Q(sex__in=["male", "female", "unknown"]), name="resident_sex_known_code"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="resident_not_merged_into_itself"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "name_pinyin", "id"], name="resident_listing"),
            models.Index(fields=["name_pinyin", "id"], name="resident_by_name"),
            models.Index(fields=["birth_date", "id"], name="resident_by_birth"),
            # The region comes second: in a narrow scope it is still checked inside the index.
            models.Index(fields=["name_initials", "region"], name="resident_initials"),
            models.Index(fields=["name_key", "region"], name="resident_name_prefix"),
            # Trigrams know nothing of one or two characters, and Chinese names are that short.
            GinIndex(CHARACTERS_OF_NAME, name="resident_name_characters"),
            models.Index(fields=["phone_index"], condition=~Q(phone_index=None), name="resident_phone"),
            models.Index(
                fields=["region", "name_key", "birth_date"],
                condition=Q(national_id_index=None),
                name="resident_without_number",
            ),
            models.Index(fields=["guardian"], condition=~Q(guardian=None), name="resident_wards"),
            models.Index(fields=["merged_into"], condition=~Q(merged_into=None), name="resident_merged"),
        ]


class ArchiveSerial(models.Model):
    """The last serial given out in a village (12 digits); archive numbers are never given twice."""

    region_code = models.CharField(primary_key=True, max_length=12)
    last_serial = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_serial__lte=99_999), name="archive_serial_has_five_digits"),
        ]
