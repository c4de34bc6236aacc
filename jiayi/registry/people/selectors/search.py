"""Find residents by what people type: a name, pinyin initials, an identity number, a phone, an archive number.

Every kind is answered by an index and bounded; nothing is found outside of the viewer's scope.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q, QuerySet

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core import national_id
from jiayi.foundation.core.names import comparable_name
from jiayi.foundation.core.phones import mobile_number
from jiayi.registry.people.models import Resident
from jiayi.registry.people.permissions import RESIDENT_READ
from jiayi.registry.people.sealing import national_id_index, phone_index
from jiayi.registry.people.visibility import in_regions, places_of, related, visible

LIMIT = 50
_LAST_CHARACTER = "\U0010ffff"
_INITIALS = re.compile(r"[a-z]{2,40}", re.ASCII)
_ARCHIVE_NUMBER = re.compile(r"\d{17}", re.ASCII)


class SearchKind(StrEnum):
    """What a text was taken for."""

    NOTHING = "nothing"
    NATIONAL_ID = "national_id"
    PHONE = "phone"
    ARCHIVE_NUMBER = "archive_number"
    INITIALS = "initials"
    PINYIN = "pinyin"
    NAME = "name"


@dataclass(frozen=True)
class FoundResidents:
    """At most the limit of residents; `more` where others were left off."""

    residents: tuple[Resident, ...]
    more: bool
    kind: SearchKind


def search(viewer: Viewer, text: str, *, on: date | None = None, limit: int = LIMIT) -> FoundResidents:
    """Residents that the text finds: exact numbers, initials and pinyin from the beginning, names also inside."""
    day = on or clock.today()
    kind, wanted = recognise(text, day)
    if kind is SearchKind.NOTHING or viewer.scope(RESIDENT_READ).is_empty:
        return FoundResidents((), False, kind)
    found = _exact(viewer, kind, wanted, day) if kind in _EXACT else _similar(viewer, kind, wanted, day, limit)
    return FoundResidents(tuple(found[:limit]), len(found) > limit, kind)


def recognise(text: str, on: date) -> tuple[SearchKind, str]:
    """What a typed text is, and its form for the search."""
    plain = unicodedata.normalize("NFKC", text).replace("\x00", "").strip()
    parsed = national_id.parse(plain, on)
    if parsed.valid and parsed.number:
        return SearchKind.NATIONAL_ID, parsed.number
    if phone := mobile_number(plain):
        return SearchKind.PHONE, phone
    if _ARCHIVE_NUMBER.fullmatch(plain):
        return SearchKind.ARCHIVE_NUMBER, plain
    lowered = plain.lower()
    if _INITIALS.fullmatch(lowered):
        return SearchKind.INITIALS, lowered
    if " " in lowered and _INITIALS.fullmatch("".join(lowered.split())):
        return SearchKind.PINYIN, " ".join(lowered.split())
    name = comparable_name(plain)[:60]
    return (SearchKind.NAME, name) if name else (SearchKind.NOTHING, "")


_EXACT = {SearchKind.NATIONAL_ID, SearchKind.PHONE, SearchKind.ARCHIVE_NUMBER}


def _exact(viewer: Viewer, kind: SearchKind, wanted: str, on: date) -> list[Resident]:
    """Those with the number; of a merged record's archive number, the record that was kept."""
    if kind is SearchKind.NATIONAL_ID:
        condition = Q(national_id_index=national_id_index(wanted))
    elif kind is SearchKind.PHONE:
        condition = Q(phone_index=phone_index(wanted))
    else:
        named = Resident.objects.filter(archive_number=wanted).values_list("pk", "merged_into_id")
        condition = Q(pk__in=[merged_into or pk for pk, merged_into in named])
    rows = _rows().filter(condition).filter(visible(viewer, on=on))
    return list(rows.order_by("name_pinyin", "id")[: LIMIT + 1])


def _similar(viewer: Viewer, kind: SearchKind, wanted: str, on: date, limit: int) -> list[Resident]:
    """Those whose name begins so, then those that hold it; one index range for each part of the scope."""
    found: dict[object, Resident] = {}
    for condition, order in _conditions(kind, wanted):
        for part in _parts(viewer, on):
            missing = limit + 1 - len(found)
            if missing <= 0:
                break
            rows = _rows().filter(condition).filter(part).exclude(pk__in=list(found)).order_by(*order)
            found |= {row.pk: row for row in rows[:missing]}
    return list(found.values())


def _rows() -> QuerySet[Resident]:
    return Resident.objects.filter(merged_into=None).select_related("region")


def _parts(viewer: Viewer, on: date) -> Iterator[Q]:
    """The scope as conditions that can each use an index: its regions first, then its care relations."""
    scope = viewer.scope(RESIDENT_READ)
    if scope.everything:
        yield Q()
        return
    if scope.region_prefixes:
        yield in_regions(scope.region_prefixes)
    places = places_of(viewer, scope)
    if places or scope.resident_ids:
        yield related(places, on) | Q(pk__in=scope.resident_ids)


def _conditions(kind: SearchKind, wanted: str) -> Iterator[tuple[Q, tuple[str, ...]]]:
    if kind is SearchKind.INITIALS:
        yield _begins("name_initials", wanted), ("name_initials", "region_id", "id")
        yield _begins("name_pinyin", wanted), ("name_pinyin", "id")
    elif kind is SearchKind.PINYIN:
        yield _begins("name_pinyin", wanted), ("name_pinyin", "id")
    else:
        yield _begins("name_key", wanted), ("name_key", "region_id", "id")
        yield _holds(wanted), ("region_id", "name_pinyin", "id")


def _begins(column: str, wanted: str) -> Q:
    """A range that an index of the C collation walks."""
    return Q(**{f"{column}__gte": wanted, f"{column}__lt": wanted + _LAST_CHARACTER})


def _holds(wanted: str) -> Q:
    return Q(name_key__holds_characters=list(dict.fromkeys(wanted)), name_key__contains=wanted)
