"""Reasons: the code, the words in two languages, the value and the clause behind an outcome."""

from dataclasses import dataclass
from typing import Any

from jiayi.foundation.rulebook.errors import BAD_FILE, RulebookError
from jiayi.foundation.rulebook.loading import Rulebook
from jiayi.foundation.rulebook.schema.entries import Sourced
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
        """The reason as a map of its own: whoever changes it does not change the rulebook."""
        return {
            "code": self.code,
            "text_zh": self.text_zh,
            "text_en": self.text_en,
            "parameter": self.parameter,
            "value": _copied(self.value),
            "source": _copied(self.source),
        }


def _copied(value: Any) -> Any:
    # Values are plain maps, lists and scalars; this is many times faster than copy.deepcopy.
    if isinstance(value, dict):
        return {key: _copied(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_copied(part) for part in value]
    return value


def reason(book: Rulebook, code: str, *, because: ValueInForce | None = None, **words: Any) -> Reason:
    """The reason with its words filled in, resting on a value in force where one is given."""
    text = book.reasons.get(code)
    if text is None:
        raise RulebookError(BAD_FILE, f"no words for the reason {code}", path="reasons")
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
    return {"scheme": found.scheme, **cited(book, found.dated)}


def cited(book: Rulebook, entry: Sourced) -> dict[str, Any]:
    """Document, number, clause and confidence of whatever the rulebook holds with a source, as plain data."""
    document = book.documents.get(entry.source.document)
    if document is None:
        raise RulebookError(BAD_FILE, f"unknown document {entry.source.document}", path="documents.yaml")
    return {
        "document": entry.source.document,
        "title_zh": document.zh,
        "title_en": document.en,
        "number": document.number,
        "clause": entry.source.clause,
        "confidence": entry.confidence,
    }
