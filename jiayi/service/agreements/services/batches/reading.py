"""What a row of a workbook says: cells as values, or the first fault. No database."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jiayi.foundation.core import national_id
from jiayi.foundation.core.dates import read_day
from jiayi.foundation.core.names import comparable_name, name_fault
from jiayi.foundation.rulebook import rulebook
from jiayi.service.agreements.terms import TERMINATION_REASONS, ImportAct

_YEARS = r"[1-9]\d?(年)?"  # data, not for translation


@dataclass(frozen=True)
class RowAsked:
    """One row that can be acted on."""

    act: str
    name: str
    number: str
    team: str
    packages: tuple[str, ...]
    signed_on: dt.date | None
    years: int | None
    end_reason: str
    ended_on: dt.date | None
    note: str


def aliases() -> dict[str, list[str]]:
    """Every header by which each column is known, the proper one first."""
    return {key: [column.zh, *column.aliases] for key, column in rulebook().agreement_import.columns.items()}


def required_columns() -> list[str]:
    return [key for key, column in rulebook().agreement_import.columns.items() if column.required]


def read_row(cells: Sequence[str], columns: Mapping[str, int], on: dt.date) -> RowAsked | str:
    """The row, or the code of what is wrong: act → service → name → number → dates → years → reason."""
    text = {key: cells[place].strip() if place < len(cells) else "" for key, place in columns.items()}
    act = _act(text.get("act", ""))
    fault = "" if act else "E_ROW_ACT"
    fault = fault or _service_fault(text.get("service", ""))
    fault = fault or (name_fault(text["name"]) or "")
    parsed = national_id.parse(text["national_id"], on)
    if not fault and (not parsed.valid or not parsed.number):
        fault = next((code for code in parsed.codes if code.startswith("E_")), "E_ID_LENGTH")
    signed_on, ended_on = _day(text.get("signed_on", "")), _day(text.get("ended_on", ""))
    if not fault and "?" in (signed_on, ended_on):
        fault = "E_ROW_DATE"
    years = text.get("years", "")
    if not fault and years and not re.fullmatch(_YEARS, years):
        fault = "E_ROW_YEARS"
    reason = _end_reason(text.get("end_reason", ""))
    if not fault and act == ImportAct.END and not reason:
        fault = "E_ROW_END_REASON"
    if fault:
        return str(fault)
    return RowAsked(
        act=act,
        name=comparable_name(text["name"]),
        number=parsed.number,
        team=text.get("team", ""),
        packages=_split(text.get("packages", "")),
        signed_on=signed_on,
        years=int(years.removesuffix("年")) if years else None,
        end_reason=reason,
        ended_on=ended_on,
        note=text.get("note", "")[:200],
    )


def _service_fault(text: str) -> str:
    """Older lists call the service by its former name, which means the same one (S0-01); another is not ours."""
    term = rulebook().terms_by_name.get(text)
    return "" if not text or (term and term.code == "contract_service") else "E_ROW_SERVICE"


def _act(text: str) -> str:
    acts = rulebook().agreement_import.acts
    return next((code for code, names in acts.items() if text in names), "")


def _end_reason(text: str) -> str:
    return next((one.value for one in TERMINATION_REASONS if text in (one.value, one.label_zh)), "")


def _day(text: str) -> dt.date | str | None:
    if not text:
        return None
    return read_day(text) or "?"


def _split(text: str) -> tuple[str, ...]:
    separators = rulebook().agreement_import.separators
    return tuple(filter(None, (part.strip() for part in re.split(f"[{re.escape(separators)}]", text))))
