"""Refusals with their reasons: breaches in both languages, and database constraints that become breaches."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, NoReturn

from django.db import IntegrityError, transaction
from django.utils.translation import get_language

from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.rulebook import Reason, RulebookView

Breach = dict[str, Any]


def breach(
    code: str, *, on: date, schemes: Sequence[str] = ("national",), key: str | None = None, **words: Any
) -> Breach:
    """A breach with its words from rulebook/reasons, resting on the value in force of `key` where one is named."""
    reason: Reason = RulebookView(on, schemes).reason(code, key, **words)
    return reason.as_dict()


def refuse(*breaches: Mapping[str, Any]) -> NoReturn:
    """Raise LawBroken with these breaches; its words are theirs in the reader's language."""
    raise LawBroken(str(breaches[0]["code"]), _words(breaches), breaches=breaches)


def misshapen(*breaches: Mapping[str, Any]) -> NoReturn:
    """Raise BadShape with these breaches, for what can never be right whatever the rules say."""
    raise BadShape(str(breaches[0]["code"]), _words(breaches), breaches=breaches)


def keep_all(*steps: Callable[[], object]) -> None:
    """Take each step, and refuse with the breaches of all of them, so that a preview names every one."""
    broken: list[Breach] = []
    for step in steps:
        try:
            with transaction.atomic():
                step()
        except LawBroken as refusal:
            broken += refusal.breaches
    if broken:
        refuse(*broken)


def _words(breaches: Sequence[Mapping[str, Any]]) -> str:
    english = (get_language() or "").startswith("en")
    texts = [str(each["text_en" if english else "text_zh"]) for each in breaches]
    return (" " if english else "").join(texts)


@contextmanager
def kept_by(laws: Mapping[str, Callable[[], Breach]]) -> Iterator[None]:
    """Turn a violation of one of these constraints into its breach; any other stays what it is."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if name not in laws:
            raise
        refuse(laws[name]())
