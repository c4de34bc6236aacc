"""Refusals of this room in the rulebook's words, for the language of the request."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from jiayi.foundation.base.errors import BadShape, LawBroken, TooMany
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.reasons import reason
from jiayi.foundation.ui.wording import text_of

Breach = dict[str, Any]


class EditConflict(LawBroken):
    """Somebody else saved the record after it was read; forms keep what was typed and show what stands."""


class HiddenDuplicate(LawBroken):
    """A number has a record that the writer may not see; resident_id is for the limit on such answers alone."""

    resident_id: UUID | None = None


def breach(code: str, field: str = "", **words: Any) -> Breach:
    """One fault as a mapping: code, field, text_zh, text_en, parameter, value, source."""
    return asdict(reason(rulebook(), code, **words)) | {"field": field}


def broken(code: str, field: str = "", **words: Any) -> LawBroken:
    """A law that forbids the act (409)."""
    fault = breach(code, field, **words)
    return LawBroken(code, text_of(fault), breaches=[fault])


def hidden_duplicate(resident: Any) -> HiddenDuplicate:
    """The record stands outside of the writer's scope (409)."""
    fault = breach("E_DUPLICATE_ELSEWHERE", "national_id")
    refusal = HiddenDuplicate("E_DUPLICATE_ELSEWHERE", text_of(fault), breaches=[fault])
    refusal.resident_id = resident.pk if resident else None
    return refusal


def conflict() -> EditConflict:
    """The record has another version than the one that was read (409)."""
    fault = breach("E_CHANGED_MEANWHILE")
    return EditConflict("E_CHANGED_MEANWHILE", text_of(fault), breaches=[fault])


def misshapen(faults: Iterable[Breach]) -> BadShape:
    """What was sent has faults (422); the first one names the whole."""
    listed = list(faults)
    return BadShape(listed[0]["code"], text_of(listed[0]), breaches=listed)


def too_many() -> TooMany:
    """Too many look-ups (429)."""
    fault = breach("E_LOOKUP_LIMIT")
    return TooMany("E_LOOKUP_LIMIT", text_of(fault), breaches=[fault])
