"""Codes as words in the reader's language."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import get_language, gettext

from jiayi.foundation.base.signs import joined
from jiayi.foundation.core.choices import Sex
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization.terms import Qualification


def language() -> str:
    """The reader's language, Chinese where none is active."""
    return get_language() or "zh-hans"


def sex_label(code: str) -> str:
    return label_of(Sex, code) if code and code != Sex.UNKNOWN else ""


def role_label(code: str) -> str:
    """The rulebook's name of a role."""
    role = rulebook().roles.get(code)
    return role.label(language()) if role else code


def role_labels(codes: Iterable[str]) -> str:
    return joined(role_label(code) for code in codes)


def role_choices() -> list[tuple[str, str]]:
    return [(code, role.label(language())) for code, role in rulebook().roles.items()]


def role_duties(code: str) -> list[dict[str, str]]:
    """What documents have a role do: {text, source} of each duty."""
    role = rulebook().roles.get(code)
    duties = role.duties if role else []
    return [{"text": duty.label(language()), "source": source_words(duty.source)} for duty in duties]


def source_words(source) -> str:
    document = rulebook().documents.get(source.document)
    title = document.label(language()) if document else source.document
    return f"{title} {source.clause}"


def qualification_labels(codes: Iterable[str]) -> str:
    return joined(label_of(Qualification, code) for code in codes)


def scheme_label(name: str) -> str:
    """A scheme's title; a dash where a team follows none."""
    scheme = rulebook().schemes.get(name)
    return scheme.label(language()) if scheme else name or gettext("未规定")


def period(starts_on: date | None, ends_on: date | None) -> str:
    """A period in one line; an open end is a dash."""
    return f"{starts_on or ''} – {ends_on or ''}".strip()
