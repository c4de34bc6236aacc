"""What a rule sees of the rulebook: the values of one day and one stack, each use of them remembered."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from jiayi.foundation.rulebook.errors import NO_VALUE, RulebookError
from jiayi.foundation.rulebook.loading import Rulebook, rulebook
from jiayi.foundation.rulebook.reasons import VALUE_IN_FORCE, Reason, reason
from jiayi.foundation.rulebook.values import ValueInForce, find_value
from jiayi.foundation.rulebook.wording import value_words


class RulebookView:
    """The rulebook on a day under a stack of schemes."""

    def __init__(self, on: date, schemes: Sequence[str], *, book: Rulebook | None = None) -> None:
        self.on = on
        self.schemes = tuple(schemes)
        self.book = book or rulebook()
        self._read: dict[str, ValueInForce | None] = {}
        for name in self.schemes:
            self.book.scheme(name)

    def get(self, key: str) -> Any:
        """The value in force, `None` where no scheme sets one: then what reads it does not apply."""
        found = self.found(key)
        return found.value if found else None

    def need(self, key: str) -> Any:
        """The value in force; refuses with `E_NO_VALUE`."""
        found = self.found(key)
        if found is None:
            raise RulebookError(NO_VALUE, f"no scheme of the stack sets {key} on {self.on}", path=key)
        return found.value

    def found(self, key: str) -> ValueInForce | None:
        """The value with its source; remembered as read."""
        if key not in self._read:
            self._read[key] = find_value(key, self.on, self.schemes, book=self.book)
        return self._read[key]

    def united(self, key: str) -> list[Any]:
        """The members of this list that any scheme of the stack names, each once, in the order of the stack."""
        self.found(key)
        each = (find_value(key, self.on, (name,), book=self.book) for name in self.schemes)
        return list(dict.fromkeys(member for found in each if found for member in found.value))

    def reason(self, code: str, key: str | None = None, **words: Any) -> Reason:
        """A reason with this code, resting on the value in force of `key`."""
        return reason(self.book, code, because=self.found(key) if key else None, **words)

    def labels(self, vocabulary: str, codes: Sequence[str]) -> tuple[list[str], list[str]]:
        """Chinese and English labels of codes of `groups`, `roles`, `items`, `units`; an unknown code is its own."""
        known = getattr(self.book, vocabulary)
        pairs = [(known[code].zh, known[code].en) if code in known else (code, code) for code in codes]
        return [zh for zh, _ in pairs], [en for _, en in pairs]

    def values_read(self, *, except_for: set[str | None]) -> list[Reason]:
        """One reason for every value that was read and that no other reason rests on."""
        return [self._value_reason(found) for key, found in self._read.items() if found and key not in except_for]

    def _value_reason(self, found: ValueInForce) -> Reason:
        return reason(
            self.book,
            VALUE_IN_FORCE,
            because=found,
            zh=found.parameter.zh,
            en=found.parameter.en,
            value_zh=value_words(self.book, found, "zh"),
            value_en=value_words(self.book, found, "en"),
        )
