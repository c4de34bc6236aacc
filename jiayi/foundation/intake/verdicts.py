"""Why a row of a file was refused, as its report and its workbook of rejects say it."""

from collections.abc import Sequence
from typing import Any

from jiayi.foundation.base.errors import CodedError
from jiayi.foundation.rulebook import rulebook

Texts = tuple[dict[str, str], ...]  # zh and en of each reason


def reason_text(code: str, **words: Any) -> dict[str, str]:
    """The words of a reason in both languages."""
    text = rulebook().reasons[code]
    return {"zh": text.zh.format_map(words), "en": text.en.format_map(words)}


def reasons_of(refusal: CodedError) -> tuple[tuple[str, ...], Texts]:
    """The codes and texts of everything that a service names in its refusal."""
    breaches = refusal.breaches or [{"code": refusal.code, "text_zh": refusal.message, "text_en": refusal.message}]
    codes = tuple(str(one["code"]) for one in breaches)
    return codes, tuple({"zh": one.get("text_zh", ""), "en": one.get("text_en", "")} for one in breaches)


def reject_cells(number: int, codes: Sequence[str], texts: Texts) -> list[str]:
    """What stands before the cells of a rejected row: its number, the codes, the reasons in both languages."""
    return [str(number), "、".join(codes), *("；".join(text[language] for text in texts) for language in ("zh", "en"))]
