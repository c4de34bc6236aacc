"""Two records side by side: what they say, in what they differ, and what one takes from the other."""

from collections.abc import Iterable
from typing import Any

from jiayi.foundation.core.choices import Choice

from .models import Resident
from .sealing import number_of, sealed_columns


class Part(Choice):
    """What can be taken from the double; identity is taken whole, so that number, sex and birth date agree."""

    NAME = "name", "姓名", "Name"
    IDENTITY = "identity", "证件、性别和出生日期", "Document, sex and birth date"
    PHONE = "phone", "本人电话", "Phone"
    HOME_PHONE = "home_phone", "家庭电话", "Home phone"
    ADDRESS = "address", "现住址", "Address"
    REGISTERED_ADDRESS = "registered_address", "户籍地址", "Registered address"
    RESIDENCE = "residence", "常住类型和居住起始日", "Residence"
    HOUSEHOLD = "household", "所在户", "Household"
    ETHNICITY = "ethnicity", "民族", "Ethnicity"
    BLOOD = "blood", "血型", "Blood type"
    EDUCATION = "education", "文化程度", "Education"
    WORK = "work", "职业和工作单位", "Work"
    MARITAL_STATUS = "marital_status", "婚姻状况", "Marital status"
    PAYMENT = "payment", "医疗支付方式和医保卡", "Payment and insurance card"
    CONTACT = "contact", "联系人", "Contact"
    GUARDIAN = "guardian", "监护人", "Guardian"
    NOTE = "note", "备注", "Note"


COLUMNS: dict[Part, tuple[str, ...]] = {
    Part.NAME: ("name", "name_key", "name_pinyin", "name_initials"),
    Part.IDENTITY: ("document_kind", "sex", "birth_date"),
    Part.ADDRESS: ("address", "grid_address"),
    Part.REGISTERED_ADDRESS: ("registered_address",),
    Part.RESIDENCE: ("residence_kind", "resident_since"),
    Part.HOUSEHOLD: ("household_id", "relation_to_head", "region_id"),
    Part.ETHNICITY: ("ethnicity",),
    Part.BLOOD: ("blood_type", "rh_factor"),
    Part.EDUCATION: ("education",),
    Part.WORK: ("occupation", "employment_kind", "workplace"),
    Part.MARITAL_STATUS: ("marital_status",),
    Part.PAYMENT: ("payment_kinds",),
    Part.CONTACT: ("contact_name", "contact_relation"),
    Part.GUARDIAN: ("guardian_id",),
    Part.NOTE: ("note",),
}
NUMBERS: dict[Part, tuple[str, ...]] = {
    Part.IDENTITY: ("national_id",),
    Part.PHONE: ("phone",),
    Part.HOME_PHONE: ("home_phone",),
    Part.PAYMENT: ("insurance_number",),
    Part.CONTACT: ("contact_phone",),
}
# Differences in these say that the records may be two persons.
TELLING = (Part.NAME, Part.IDENTITY)


def contents(resident: Resident, part: Part) -> tuple[Any, ...]:
    """What a record says in one part, personal numbers in the open: to compare, never to show."""
    columns = tuple(getattr(resident, name) for name in COLUMNS.get(part, ()))
    return columns + tuple(number_of(resident, name) for name in NUMBERS.get(part, ()))


def differences(kept: Resident, merged: Resident) -> list[Part]:
    """The telling parts in which two records contradict each other; a missing number contradicts nothing."""
    return [part for part in TELLING if _contradict(kept, merged, part)]


def _contradict(kept: Resident, merged: Resident, part: Part) -> bool:
    if part is Part.NAME:
        return kept.name_key != merged.name_key
    if (kept.sex, kept.birth_date) != (merged.sex, merged.birth_date):
        return True
    numbers = {number_of(kept, "national_id"), number_of(merged, "national_id")} - {""}
    return len(numbers) > 1


def taken_columns(kept: Resident, merged: Resident, take: Iterable[str]) -> dict[str, Any]:
    """The columns of the kept record that the parts named bring, numbers sealed anew for its row.

    A household is taken only by a record that has none; who has one is moved by `put_in_household`.
    """
    columns: dict[str, Any] = {}
    for part in dict.fromkeys(Part(name) for name in take):
        if part is Part.HOUSEHOLD and kept.household_id:
            continue
        columns |= {name: getattr(merged, name) for name in COLUMNS.get(part, ())}
        columns |= sealed_columns(kept.id, {name: number_of(merged, name) for name in NUMBERS.get(part, ())})
    return columns
