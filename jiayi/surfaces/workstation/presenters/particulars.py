"""The basic information sheet of a resident, as pairs of label and words."""

from typing import Any

from django.utils.translation import gettext as _

from jiayi.foundation.base.signs import joined
from jiayi.registry.people.terms import (
    BloodType,
    DocumentKind,
    Education,
    EmploymentKind,
    Ethnicity,
    MaritalStatus,
    Occupation,
    PaymentKind,
    RhFactor,
)

from .words import choice_label


def particulars(person: Any, language: str) -> list[tuple[str, str]]:
    """What is known of the person; what nobody entered is left out."""
    rows = [
        (_("出生日期"), person.birth_date.isoformat()),
        (_("档案号"), person.archive_number or ""),
        (_("证件类型"), choice_label(DocumentKind, person.document_kind, language)),
        (_("民族"), choice_label(Ethnicity, person.ethnicity, language)),
        (_("血型"), _blood(person, language)),
        (_("婚姻状况"), choice_label(MaritalStatus, person.marital_status, language)),
        (_("文化程度"), choice_label(Education, person.education, language)),
        (_("职业"), choice_label(Occupation, person.occupation, language)),
        (_("就业状态"), choice_label(EmploymentKind, person.employment_kind, language)),
        (_("工作单位"), person.workplace),
        (_("医疗支付方式"), joined(choice_label(PaymentKind, kind, language) for kind in person.payment_kinds)),
        (_("户籍地址"), person.registered_address),
        (_("居住起始"), person.resident_since.isoformat() if person.resident_since else ""),
        (_("联系人"), person.contact_name),
        (_("备注"), person.note),
    ]
    return [(label, value) for label, value in rows if value]


def _blood(person: Any, language: str) -> str:
    parts = [choice_label(BloodType, person.blood_type, language), choice_label(RhFactor, person.rh_factor, language)]
    return " ".join(part for part in parts if part)
