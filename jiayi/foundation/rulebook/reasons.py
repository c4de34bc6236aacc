"""Reasons: the code, the words in two languages, the value and the clause behind an outcome."""

from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from jiayi.foundation.rulebook.loading import Rulebook
from jiayi.foundation.rulebook.values import ValueInForce

VALUE_IN_FORCE = "VALUE_IN_FORCE"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is so. `source` is {scheme, document, number, clause, confidence} or `None`."""

    code: str
    text_zh: str
    text_en: str
    parameter: str | None = None
    value: Any = None
    source: dict[str, Any] | None = None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def reason(book: Rulebook, code: str, *, because: ValueInForce | None = None, **words: Any) -> Reason:
    """The reason with its words filled in, resting on a value in force where one is given."""
    text = book.reasons[code]
    return Reason(
        code=code,
        text_zh=text.zh.format(**words),
        text_en=text.en.format(**words),
        parameter=because.key if because else None,
        value=because.value if because else None,
        source=source_of(book, because) if because else None,
    )


def source_of(book: Rulebook, found: ValueInForce) -> dict[str, Any]:
    """Scheme, document, number, clause and confidence of a value, as plain data."""
    source = found.dated.source
    document = book.documents[source.document]
    return {
        "scheme": found.scheme,
        "document": source.document,
        "title_zh": document.zh,
        "title_en": document.en,
        "number": document.number,
        "clause": source.clause,
        "confidence": found.dated.confidence,
    }


def shown(value: Any, *, yes: str, no: str, between: str) -> str:
    """A value of any type in one line, as a reader sees it."""
    if isinstance(value, bool):
        return yes if value else no
    words = partial(shown, yes=yes, no=no, between=between)
    if isinstance(value, dict):
        return between.join(f"{key} {words(part)}" for key, part in value.items())
    if isinstance(value, list):
        return between.join(words(part) for part in value)
    return str(value)
