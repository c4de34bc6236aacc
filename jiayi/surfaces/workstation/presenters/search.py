"""Search results in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import LookupReason, ResidentStatus

from .agreements import states_of
from .words import choice_label, groups_in_words, sex_label
from .worklist import signs


@dataclass(frozen=True)
class SearchRow:
    """One resident found."""

    id: Any
    name: str
    sex: str
    age: int
    place: str
    address: str
    groups: list[str]
    status: str
    lives_here: bool
    signed: dict[str, str] | None
    may_be_signed: bool


@dataclass(frozen=True)
class SearchPage:
    """What was looked for, and who was found; `more` where the list was cut off."""

    text: str
    kind: str
    rows: list[SearchRow]
    more: bool
    may_sign: bool


def search_page(viewer: Viewer, text: str, found: Any, on: date, language: str) -> SearchPage:
    """The residents found, with their groups and township; numbers that were typed are not shown again."""
    facts = people.facts_of([resident.id for resident in found.residents], on)
    townships = organization.region_names({resident.region_id[:9] for resident in found.residents})
    signed = states_of(viewer, [resident.id for resident in found.residents], language)
    may_sign = signs(viewer)
    rows = [
        SearchRow(
            id=resident.id,
            name=resident.name,
            sex=sex_label(resident.sex, language),
            age=facts[resident.id].age,
            place=f"{townships.get(resident.region_id[:9], '')} {resident.region.name}".strip(),
            address=resident.address,
            groups=groups_in_words(facts[resident.id].groups, language),
            status=choice_label(ResidentStatus, resident.status, language),
            lives_here=resident.status == ResidentStatus.LIVING_HERE,
            signed=signed.get(resident.id),
            may_be_signed=may_sign and resident.status == ResidentStatus.LIVING_HERE and resident.id not in signed,
        )
        for resident in found.residents
    ]
    has_number = any(character.isdigit() for character in text)
    return SearchPage(
        "" if has_number else text, str(found.kind), rows, found.more, any(row.may_be_signed for row in rows)
    )


def lookup_rows(rows: list[Any], language: str) -> list[dict[str, Any]]:
    """Look-ups as lines of a table."""
    return [
        {
            "at": row.at,
            "reason": choice_label(LookupReason, row.reason, language),
            "explanation": row.explanation,
            "found": row.resident_id is not None,
        }
        for row in rows
    ]
