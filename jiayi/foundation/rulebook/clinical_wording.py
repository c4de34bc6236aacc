"""Values of clinical norms in words, entry by entry."""

from typing import Any

from jiayi.foundation.rulebook.loading import Rulebook


def _label(book: Rulebook, code: str, language: str) -> str:
    labelled = book.labelled(code)
    if labelled is None:
        return code
    return labelled.en if language.startswith("en") else labelled.zh


def _pressure(book: Rulebook, value: Any, language: str) -> list[str]:
    return [_pressure_words(value)]


def _pressure_words(value: Any) -> str:
    return f"{value['systolic']}/{value['diastolic']} mmHg"


def _pressures_by_age(book: Rulebook, value: Any, language: str) -> list[str]:
    words = "from {} years {}" if language.startswith("en") else "{}周岁起{}"
    return [words.format(limit["from_years"], _pressure_words(limit)) for limit in value]


def _intervals(book: Rulebook, value: Any, language: str) -> list[str]:
    return [f"{_label(book, code, language)} {_interval_words(interval, language)}" for code, interval in value.items()]


def _interval_words(interval: Any, language: str) -> str:
    days, months = interval.get("days"), interval.get("months")
    before, after = interval.get("before", 0), interval.get("after", 0)
    if language.startswith("en"):
        words = f"{months} months" if days is None else f"{days} days"
        return f"{words} (−{before}/+{after})" if before or after else words
    words = f"{months}个月" if days is None else f"{days}天"
    return f"{words}（前{before}天、后{after}天）" if before or after else words


def _pressure_grades(book: Rulebook, value: Any, language: str) -> list[str]:
    return [f"{_label(book, grade['grade'], language)} {_pressure_words(grade)}" for grade in value]


def _point_bands(book: Rulebook, value: Any, language: str) -> list[str]:
    between = ", " if language.startswith("en") else "、"
    return [
        f"{_label(book, code, language)} {between.join(_band_words(band) for band in bands)}"
        for code, bands in value.items()
    ]


def _band_words(band: Any) -> str:
    return f"≥{band['at_least']}: {band['points']}"


def _visits(book: Rulebook, value: Any, language: str) -> list[str]:
    return [f"{_label(book, 'visit_' + visit['code'], language)} {_days_of(visit, language)}" for visit in value]


def _days_of(visit: Any, language: str) -> str:
    if visit.get("months") is not None:
        return _interval_words(visit, language)
    days = f"{visit['from_day']}–{visit['to_day']}"
    return f"days {days}" if language.startswith("en") else f"第{days}天"


CLINICAL_TABLES = {
    "pressure": _pressure,
    "pressures_by_age": _pressures_by_age,
    "pressure_grades": _pressure_grades,
    "point_bands": _point_bands,
    "intervals": _intervals,
    "visits": _visits,
}
