"""What is entered about a resident: read and judged before anything is saved."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jiayi.foundation.core.choices import Choice, Sex
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.core.names import comparable_name, name_fault, tidy_name
from jiayi.foundation.core.phones import mobile_number
from jiayi.foundation.rulebook import decide

from . import terms
from .faults import Breach, breach, misshapen
from .pinyin import pinyin_of
from .wording import holds_number

TEXTS = {
    "address": 200,
    "grid_address": 100,
    "registered_address": 200,
    "workplace": 120,
    "contact_name": 60,
    "note": 200,
}
CODES: dict[str, type[Choice]] = {
    "residence_kind": terms.ResidenceKind,
    "relation_to_head": terms.RelationToHead,
    "ethnicity": terms.Ethnicity,
    "blood_type": terms.BloodType,
    "rh_factor": terms.RhFactor,
    "education": terms.Education,
    "occupation": terms.Occupation,
    "marital_status": terms.MaritalStatus,
    "employment_kind": terms.EmploymentKind,
    "contact_relation": terms.RelationToHead,
}
IDENTITY = ("document_kind", "national_id", "sex", "birth_date")
NUMBERS = ("national_id", "phone", "home_phone", "contact_phone", "insurance_number")
FIELDS = ("name", *IDENTITY, *NUMBERS[1:], *TEXTS, *CODES, "payment_kinds", "resident_since")
_ANY_PHONE = re.compile(r"[0-9][0-9-]{4,18}[0-9]")
_CARD_NUMBER = re.compile(r"[0-9A-Z]{4,30}")


@dataclass(frozen=True, slots=True)
class Particulars:
    """Columns with their values, and personal numbers still open (they are sealed for a row)."""

    columns: dict[str, Any] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)


def read_particulars(entered: Mapping[str, Any], *, on: date, known: Mapping[str, Any] | None = None) -> Particulars:
    """Read what was entered on a day; `known` are the identity fields that stand, where only some are changed.

    Raises BadShape with one fault per field.
    """
    read = Particulars()
    faults: list[Breach] = []
    _read_name(entered, read, faults)
    _read_identity(entered, known, on, read, faults)
    _read_numbers(entered, read, faults)
    _read_texts(entered, read, faults)
    _read_codes(entered, read, faults)
    _read_since(entered, on, read, faults)
    if faults:
        raise misshapen(faults)
    return read


def _read_name(entered: Mapping[str, Any], read: Particulars, faults: list[Breach]) -> None:
    if "name" not in entered:
        return
    name = tidy_name(entered["name"] or "")
    fault = name_fault(name)
    if fault or len(name) > 60:
        faults.append(breach(fault or "E_TOO_LONG", "name"))
        return
    key = comparable_name(name)
    pinyin, initials = pinyin_of(key)
    read.columns.update(name=name, name_key=key[:60], name_pinyin=pinyin, name_initials=initials)


def _read_identity(
    entered: Mapping[str, Any], known: Mapping[str, Any] | None, on: date, read: Particulars, faults: list[Breach]
) -> None:
    if known is not None and not any(name in entered for name in IDENTITY):
        return
    given = {name: entered.get(name, (known or {}).get(name)) for name in IDENTITY}
    number = (given["national_id"] or "").strip()
    kind = given["document_kind"] or (terms.DocumentKind.RESIDENT_IDENTITY_CARD if number else terms.DocumentKind.NONE)
    if kind not in list(terms.DocumentKind):
        faults.append(breach("E_CODE_UNKNOWN", "document_kind"))
    elif number:
        if kind == terms.DocumentKind.NONE:
            kind = terms.DocumentKind.RESIDENT_IDENTITY_CARD
        _read_with_number(number, kind, given, on, read, faults)
    else:
        _read_without_number(given, on, read, faults)


def _read_with_number(
    number: str, kind: str, given: Mapping[str, Any], on: date, read: Particulars, faults: list[Breach]
) -> None:
    parsed = decide("people.national_id.parse", on=on, schemes=["national"], facts={"number": number})
    if not parsed["valid"]:
        faults.append(breach(parsed["codes"][-1], "national_id"))
        return
    if given["sex"] and given["sex"] not in (Sex.UNKNOWN, parsed["sex"]):
        faults.append(breach("E_SEX_DIFFERS", "sex"))
    if given["birth_date"] and given["birth_date"] != parsed["birth_date"]:
        faults.append(breach("E_BIRTH_DATE_DIFFERS", "birth_date"))
    read.columns.update(document_kind=str(kind), sex=parsed["sex"], birth_date=parsed["birth_date"])
    read.numbers["national_id"] = parsed["number"]


def _read_without_number(given: Mapping[str, Any], on: date, read: Particulars, faults: list[Breach]) -> None:
    born, sex = given["birth_date"], given["sex"]
    if not born:
        faults.append(breach("E_BIRTH_DATE_MISSING", "birth_date"))
    elif born > on:
        faults.append(breach("E_DATE_IN_FUTURE", "birth_date"))
    elif completed_years(born, on) >= 1:
        faults.append(breach("E_ID_REQUIRED", "national_id"))
    if not sex:
        faults.append(breach("E_SEX_MISSING", "sex"))
    elif sex not in list(Sex):
        faults.append(breach("E_CODE_UNKNOWN", "sex"))
    read.columns.update(document_kind=str(terms.DocumentKind.NONE), sex=sex, birth_date=born)
    read.numbers["national_id"] = ""


def _read_numbers(entered: Mapping[str, Any], read: Particulars, faults: list[Breach]) -> None:
    readers: dict[str, tuple[Callable[[str], str | None], str]] = {
        "phone": (mobile_number, "E_PHONE_INVALID"),
        "home_phone": (_any_phone, "E_PHONE_INVALID"),
        "contact_phone": (_any_phone, "E_PHONE_INVALID"),
        "insurance_number": (_card_number, "E_CODE_UNKNOWN"),
    }
    for name, (reader, fault) in readers.items():
        if name not in entered:
            continue
        text = (entered[name] or "").strip()
        number = reader(text) if text else ""
        if number is None:
            faults.append(breach(fault, name))
        else:
            read.numbers[name] = number


def _any_phone(text: str) -> str | None:
    """A mobile number, or a fixed line with or without its area code."""
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    return mobile_number(text) or (bare if _ANY_PHONE.fullmatch(bare) else None)


def _card_number(text: str) -> str | None:
    bare = "".join(unicodedata.normalize("NFKC", text).upper().split())
    return bare if _CARD_NUMBER.fullmatch(bare) else None


def _read_texts(entered: Mapping[str, Any], read: Particulars, faults: list[Breach]) -> None:
    for name, longest in TEXTS.items():
        if name not in entered:
            continue
        text = tidy_name(entered[name] or "")
        if len(text) > longest:
            faults.append(breach("E_TOO_LONG", name))
        elif text and name_fault(text) == "E_NAME_INVALID" and name == "contact_name":
            faults.append(breach("E_NAME_INVALID", name))
        elif holds_number(text):
            faults.append(breach("E_NUMBER_IN_TEXT", name))
        else:
            read.columns[name] = text.replace("\x00", "")


def _read_codes(entered: Mapping[str, Any], read: Particulars, faults: list[Breach]) -> None:
    for name, codes in CODES.items():
        if name not in entered:
            continue
        code = entered[name] or ""
        if code and code not in list(codes):
            faults.append(breach("E_CODE_UNKNOWN", name))
        elif code or name != "residence_kind":
            read.columns[name] = str(code)
    if "payment_kinds" in entered:
        kinds = list(dict.fromkeys(entered["payment_kinds"] or []))
        if any(kind not in list(terms.PaymentKind) for kind in kinds):
            faults.append(breach("E_CODE_UNKNOWN", "payment_kinds"))
        read.columns["payment_kinds"] = [str(kind) for kind in kinds]


def _read_since(entered: Mapping[str, Any], on: date, read: Particulars, faults: list[Breach]) -> None:
    if "resident_since" not in entered:
        return
    since = entered["resident_since"]
    if since and since > on:
        faults.append(breach("E_DATE_IN_FUTURE", "resident_since"))
    read.columns["resident_since"] = since
