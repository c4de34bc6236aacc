"""What a new referral is filled in with from the record, and where it may come from and go to."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.signs import bracketed
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import PRIMARY_LEVELS
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentFacts
from jiayi.service.care import selectors as care
from jiayi.service.referral import permissions
from jiayi.service.referral.terms import DiagnosisGroup, Urgency
from jiayi.service.scheduling import selectors as scheduling
from jiayi.service.scheduling.terms import Booker

CRITERIA = "referral.up_criteria"
VALUES = ("systolic", "diastolic", "fasting_glucose", "pulse", "temperature", "weight_kg", "bmi")
SLOTS_AHEAD = dt.timedelta(days=21)
_GROUPS = ("stroke", "coronary", "cancer", "tuberculosis", "mental_disorder", "diabetes", "hypertension")


def senders(viewer: Viewer) -> QuerySet[Any]:
    """The institutions for which the viewer may refer: their own, or those of their township, the nearest first."""
    scope = viewer.scope(permissions.WRITE)
    rows = organization.managed_institutions(viewer, permissions.WRITE).exclude(level="")
    if scope.everything:
        return rows
    return rows.filter(Q(id__in=scope.institution_ids) | Q(level__in=PRIMARY_LEVELS))


def receivers(viewer: Viewer) -> QuerySet[Any]:
    """The institutions to refer to: open, with a level; those with a published phone come first in each level."""
    rows = organization.institutions(viewer, is_open=True).exclude(level__in=("", "village"))
    return rows.order_by("level", "region_id", "code")


def slot_options(viewer: Viewer, on: dt.date) -> list[tuple[str, str]]:
    """What the viewer's institution may book in the coming weeks: id and words, the nearest first."""
    ids = viewer.scope(permissions.WRITE).institution_ids
    if not ids or not viewer.can("slot_book"):
        return []
    booker = Booker(min(ids, key=str), practitioner_id=viewer.practitioner_id)
    free = scheduling.free_slots(viewer, booker, since=on, until=on + SLOTS_AHEAD, on=on)
    return [
        (
            str(one.slot_id),
            bracketed(f"{one.institution_name} {one.title} {one.held_on.isoformat()} {one.begins_at:%H:%M}", one.free),
        )
        for one in free
    ]


def criteria_on_offer(region_code: str, on: dt.date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The criteria of referral by urgency, the most urgent first: pairs of code and words."""
    book, language = rulebook(), get_language() or ""
    found = find_value(CRITERIA, on, list(organization.schemes_for(region_code, on)))
    lists: Mapping[str, list[str]] = found.value if found else {}
    words = {code: book.labelled(code) for codes in lists.values() for code in codes}
    return [
        (urgency, [(code, word.label(language) if (word := words[code]) else code) for code in lists.get(urgency, [])])
        for urgency in (Urgency.EMERGENCY, Urgency.URGENT, Urgency.ROUTINE)
    ]


def first_values(viewer: Viewer, resident_id: UUID, record_id: UUID | None, on: dt.date) -> dict[str, Any]:
    """What the record gives for a new form: the last values, medicines, groups, and the finding of one record.

    NotVisible where the record is out of reach or another person's. Nothing of it is saved before somebody looks.
    """
    facts = people.facts_of([resident_id], on)[resident_id]
    found = {"group": _group_of(facts), "findings": "", "medicines": "", "illness": "", "finding": "none"}
    if not viewer.can("record_read"):
        return found
    found["findings"] = "，".join(_last_values(viewer, resident_id))
    found["medicines"] = _medicines(viewer, resident_id)
    if record_id is None:
        return found
    record = care.record_for(viewer, record_id)
    if record.resident_id != resident_id:
        raise NotVisible
    version = care.versions_of(record)[0]
    outcomes = version.outcomes.values()
    said = [reason["text_zh"] for outcome in outcomes for reason in outcome.get("reasons", []) if _speaks(reason)]
    referrals = {outcome.get("referral", "none") for outcome in outcomes}
    finding = next((one for one in ("urgent", "advised") if one in referrals), "none")
    programme = next((one for one in record.programmes if one in set(DiagnosisGroup)), found["group"])
    illness = f"{record.visit_on.isoformat()} {rulebook().forms[record.form].label('zh')}：{''.join(said)}"
    return found | {"group": programme, "illness": illness, "finding": finding, "record": record}


def _speaks(reason: Mapping[str, Any]) -> bool:
    """Reasons about the patient, not about intervals."""
    return not str(reason["code"]).startswith(("NEXT_", "DUE_"))


def _group_of(facts: ResidentFacts) -> str:
    if "child" in facts.groups:
        return DiagnosisGroup.CHILD
    if "maternal" in facts.groups:
        return DiagnosisGroup.MATERNAL
    return next((code for code in _GROUPS if code in facts.groups), DiagnosisGroup.OTHER)


def _last_values(viewer: Viewer, resident_id: UUID) -> list[str]:
    """血压 150/95 mmHg（2026-11-02） and the like, in Chinese as on the paper."""
    book = rulebook()
    names = {
        one.observation: (one.zh, one.unit)
        for form in book.forms.values()
        for one in form.fields.values()
        if one.observation
    }
    lines = []
    for code, value in care.last_values(viewer, [resident_id], VALUES).get(resident_id, {}).items():
        name, unit = names.get(code, (code, ""))
        word = book.units[unit].zh if unit in book.units else unit or ""
        lines.append(f"{name}{value.number.normalize():f}{word}（{value.at:%Y-%m-%d}）")
    return lines


def _medicines(viewer: Viewer, resident_id: UUID) -> str:
    """The drugs of the latest record that names any."""
    for record in care.records_of(viewer, resident_id)[:5]:
        drugs = care.versions_of(record)[0].values.get("drugs")
        if drugs:
            return "；".join(" ".join(str(drug[key]) for key in ("name", "dose") if drug.get(key)) for drug in drugs)
    return ""
