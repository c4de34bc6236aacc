"""The seats of a region in words."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from jiayi.foundation.base.signs import joined
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.reasons import reason
from jiayi.foundation.ui.wording import word_of
from jiayi.registry.organization.models import OTHER
from jiayi.registry.organization.selectors.coordination import Seats
from jiayi.registry.organization.words import language


def parts(found: list[Seats]) -> list[dict[str, Any]]:
    """Each part with its seats, how many of those asked for are empty, and the document that asks."""
    return [
        {
            "label": one.part.label(language()),
            "seats": [{"label": seat_label(seat.code), "seat": seat} for seat in one.seats],
            "empty": sum(1 for seat in one.seats if seat.is_asked and not seat.holders),
            "is_asked": one.because is not None,
            "reasons": _reasons(one),
        }
        for one in found
    ]


def _reasons(one: Seats) -> list[dict[str, Any]]:
    if one.because is None:
        return []
    zh, en = ([_word(code, tongue) for code in one.because.value] for tongue in ("zh", "en"))
    words = {"seats": "、".join(zh), "seats_en": ", ".join(en)}  # data, not for translation
    return [asdict(reason(rulebook(), "SEATS_ASKED", because=one.because, **words))]


def _word(code: str, tongue: str) -> str:
    word = rulebook().labelled(code)
    return getattr(word, tongue) if word else code


def seat_label(code: str) -> str:
    return _("其他成员") if code == OTHER else word_of(code)


def seat_choices(found: list[Seats]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a form offers: every part with the seats asked for and one for anybody else."""
    return [
        (
            one.part.label(language()),
            [
                (f"{one.part}:{code}", joined([one.part.label(language()), seat_label(code)]))
                for code in [*(seat.code for seat in one.seats if seat.is_asked), OTHER]
            ],
        )
        for one in found
    ]
