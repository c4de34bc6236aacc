"""The columns of a file of visits, and one row of it as values."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiayi.foundation.core import national_id
from jiayi.foundation.core.dates import parse_iso_day
from jiayi.foundation.rulebook import rulebook
from jiayi.service.insurance.terms import LEVELS

REQUIRED = ("number", "institution", "level", "in_county", "kind", "visit_on", "diagnosis", "amount_fen", "referred")


@dataclass(frozen=True, slots=True)
class Read:
    """A row as values; `codes` say what is wrong with it."""

    number: str
    values: dict[str, Any]
    codes: tuple[str, ...]


def aliases() -> dict[str, list[str]]:
    """Names of the columns as files have them, by key."""
    return {key: [column.zh, key, *column.aliases] for key, column in rulebook().visit_import.columns.items()}


def read_row(cells: Sequence[str], columns: Mapping[str, int], on: dt.date) -> Read:
    """One row of the file, judged by itself."""
    texts = {key: cells[at].strip() if at < len(cells) else "" for key, at in columns.items()}
    codes: list[str] = []
    parsed = national_id.parse(texts["number"], on)
    if not parsed.valid or not parsed.number:
        codes.append(next((code for code in parsed.codes if code.startswith("E_")), "E_ID_LENGTH"))
    values: dict[str, Any] = {
        "institution_name": texts["institution"][:120],
        "diagnosis": texts["diagnosis"][:200],
        "level": _coded("levels", texts["level"]),
        "kind": _coded("kinds", texts["kind"]),
        "in_county": _yes_or_no(texts["in_county"]),
        "referred": _yes_or_no(texts["referred"]),
        "visit_on": _day(texts["visit_on"]),
        "discharged_on": _day(texts.get("discharged_on", "")),
        "amount_fen": _fen(texts["amount_fen"]),
        "drug_fen": _fen(texts.get("drug_fen", "")),
    }
    codes += _faults(values, texts, on)
    return Read(parsed.number or "", values, tuple(codes))


def _faults(values: Mapping[str, Any], texts: Mapping[str, str], on: dt.date) -> list[str]:
    day, left = values["visit_on"], values["discharged_on"]
    checks = (
        (not values["institution_name"], "E_VISIT_INSTITUTION"),
        (not values["diagnosis"], "E_VISIT_DIAGNOSIS"),
        (values["level"] not in LEVELS, "E_VISIT_LEVEL"),
        (values["kind"] is None, "E_VISIT_KIND"),
        (values["in_county"] is None or values["referred"] is None, "E_VISIT_YES_OR_NO"),
        (day is None or day > on, "E_VISIT_DATE"),
        (bool(texts.get("discharged_on")) and (left is None or (day is not None and left < day)), "E_VISIT_DISCHARGE"),
        (left is not None and values["kind"] == "outpatient", "E_VISIT_DISCHARGE"),
        (values["amount_fen"] is None, "E_VISIT_AMOUNT"),
        (bool(texts.get("drug_fen")) and not _is_part(values["drug_fen"], values["amount_fen"]), "E_VISIT_DRUG_AMOUNT"),
    )
    return list(dict.fromkeys(code for wrong, code in checks if wrong))


def _coded(table: str, text: str) -> str | None:
    words = getattr(rulebook().visit_import, table)
    return next((code for code, names in words.items() if text.lower() in (code, *names)), None)


def _yes_or_no(text: str) -> bool | None:
    book = rulebook().visit_import
    return True if text.lower() in book.yes else False if text.lower() in book.no else None


def _day(text: str) -> dt.date | None:
    try:
        return parse_iso_day(text.replace("/", "-")) if text else None
    except ValueError:
        return None


def _is_part(drugs: int | None, whole: int | None) -> bool:
    return drugs is not None and (whole is None or drugs <= whole)


def _fen(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None
