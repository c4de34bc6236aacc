"""A workbook of a form: its columns from the definition, and what a row says. No database."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from jiayi.foundation.core.dates import read_day
from jiayi.foundation.intake.services import write_rejects
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import Form, FormField
from jiayi.service.care.terms import Evidence, Mode

# The columns that every form has: by key, the header and what else it may be called. Data, not for translation.
HEAD = {
    "name": ("姓名", "居民姓名", "name"),  # data, not for translation
    "national_id": ("身份证号", "身份证号码", "证件号码", "national_id"),  # data, not for translation
    "visit_on": ("服务日期", "随访日期", "体检日期", "visit_on"),  # data, not for translation
    "mode": ("服务方式", "随访方式", "mode"),  # data, not for translation
    "served_by": ("服务人员", "随访医生", "随访医生签名", "served_by"),  # data, not for translation
    "evidence": ("佐证等级", "evidence"),  # data, not for translation
    "checked": ("异常值已核对", "checked"),  # data, not for translation
}
NOTE = ["填写说明"]  # data, not for translation
REQUIRED = ("name", "national_id", "visit_on")
YES = ("是", "有", "true", "1", "y", "yes", "√")  # data, not for translation
NO = ("否", "无", "false", "0", "n", "no", "×")  # data, not for translation
DRUG_COLUMNS = ("name", "dose", "times_per_day")
_PARTS = re.compile(r"[；;、,，]")


def columns_of(form: Form) -> dict[str, FormField]:
    """What a workbook asks beside the common columns: every field that somebody fills in."""
    return {code: one for code, one in form.fields.items() if not one.derived}


def aliases_of(form: Form) -> dict[str, list[str]]:
    """Every header by which each column is known, the proper one first."""
    own = {f"field_{code}": [header_of(one), one.zh, one.en, code] for code, one in columns_of(form).items()}
    return {key: list(names) for key, names in HEAD.items()} | own


def header_of(one: FormField) -> str:
    return one.zh


def heading_of(form: Form) -> list[str]:
    """The header row of the template."""
    return [names[0] for names in HEAD.values()] + [header_of(one) for one in columns_of(form).values()]


def hints_of(form: Form) -> list[str]:
    """Under each header what may stand there."""
    modes = "、".join(Mode(mode).label("zh") for mode in form.modes)
    grades = "工作人员录入、双方确认"  # data, not for translation
    common = ["", "18位", "2026-01-31", modes, "", grades, "是"]  # data, not for translation
    return common + [_hint(one) for one in columns_of(form).values()]


def _hint(one: FormField) -> str:
    if one.chooses:
        return "；".join(words.zh for words in one.choices.values())
    if one.type == "drugs":
        return "药名|每次用量|每日次数；…"  # data, not for translation
    if one.type == "rows":
        return "|".join(column.zh for column in one.columns.values()) + "；…"
    unit = rulebook().units[one.unit].zh if one.unit else ""
    return {"boolean": "是、否", "date": "2026-01-31"}.get(one.type, unit)  # data, not for translation


def template_file(form: Form) -> BytesIO:
    """An empty workbook of the form."""
    file = BytesIO()
    write_rejects(file, heading=heading_of(form), reason_heading=NOTE, rows=[([""], hints_of(form))])
    file.seek(0)
    return file


def read_row(form: Form, cells: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    """The row's texts by key of its column; blank ones are left out."""
    texts = {key: cells[place].strip() for key, place in columns.items() if place < len(cells)}
    return {key: text for key, text in texts.items() if text}


def sent_of(form: Form, texts: Mapping[str, str]) -> dict[str, Any]:
    """The row as the page's form would be sent: labels as codes, days as days, rows as maps."""
    day = read_day(texts.get("visit_on", ""))
    mode = texts.get("mode", "")
    grade = texts.get("evidence", "")
    head = {
        "visit_on": day.isoformat() if day else texts.get("visit_on", ""),
        "mode": next((one for one in form.modes if mode in (one, Mode(one).label("zh"))), mode or form.modes[0]),
        "is_confirmed": "on" if grade in (Evidence.B, Evidence.B.label("zh"), "B") else "",
    }
    return head | {
        code: _sent(one, texts[f"field_{code}"]) for code, one in columns_of(form).items() if f"field_{code}" in texts
    }


def _sent(one: FormField, text: str) -> Any:
    if one.type == "boolean":
        return "true" if text.lower() in YES else "false" if text.lower() in NO else text
    if one.type == "date":
        day = read_day(text)
        return day.isoformat() if day else text
    if one.type == "choice":
        return _code(one, text)
    if one.type == "choices":
        return _codes(one, text)
    if one.type in ("drugs", "rows"):
        return [_row(one, part) for part in re.split("[；;]", text) if part.strip()]
    return text


def _code(one: FormField, text: str) -> str:
    return next((code for code, words in one.choices.items() if text in (code, words.zh, words.en)), text)


def _codes(one: FormField, text: str) -> list[str]:
    whole = _code(one, text)
    parts = [whole] if whole in one.choices else _PARTS.split(text)
    return [_code(one, part.strip()) for part in parts if part.strip()]


def _row(one: FormField, text: str) -> dict[str, Any]:
    columns: Mapping[str, FormField | None] = one.columns or dict.fromkeys(DRUG_COLUMNS)
    cells = [cell.strip() for cell in text.split("|")]
    pairs = zip(columns.items(), cells, strict=False)
    return {code: _sent(column, cell) if column else cell for (code, column), cell in pairs if cell}
