"""A few residents with the chronic infectious diseases that the county has added to those managed (S3-30)."""

from collections.abc import Sequence
from datetime import date, timedelta

from jiayi.registry.people.models import Resident
from jiayi.registry.people.services import record_group

from .county import BY, Township

_DISEASES = ("hepatitis_b", "brucellosis")
_GROWN_UP, _KNOWN_FOR = timedelta(days=30 * 365), timedelta(days=400)


def record_infections(townships: Sequence[Township], on: date) -> None:
    """One adult of each disease in every township, known for a year, told by the county's hospital."""
    for township in townships:
        adults = Resident.objects.filter(region__code__startswith=township.code, birth_date__lt=on - _GROWN_UP)
        for resident, group in zip(adults.order_by("archive_number")[: len(_DISEASES)], _DISEASES, strict=False):
            record_group(
                by=BY,
                resident_id=resident.id,
                group=group,
                since=on - _KNOWN_FOR,
                on=on,
                evidence="县人民医院诊断证明（演示）",
            )
