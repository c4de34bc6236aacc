"""The resident page in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jiayi.foundation.audit import selectors as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import ResponsibilityStep
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import GroupSource, RelationToHead, ResidenceKind, ResidentFacts, ResidentStatus
from jiayi.surfaces.workstation.permissions import (
    CONSULTATION_READ,
    PRESCRIPTION_READ,
    RECORD_READ,
    REFERRAL_READ,
    REFUSAL_RECORD,
    RESIDENT_WRITE,
    SESSION_READ,
)

from .addresses import address
from .agreements import Signing, signing_of, states_of
from .particulars import particulars
from .timeline import timeline
from .words import choice_label, group_label, sex_label
from .worklist import signs


@dataclass(frozen=True)
class Member:
    """One member of the household."""

    id: UUID
    name: str
    sex: str
    age: int
    relation: str
    lives_here: bool
    is_this: bool
    signed: dict[str, str] | None


@dataclass(frozen=True)
class GroupLine:
    """One group that the resident belongs to: since when, by what evidence, or by which calendar rule."""

    label: str
    since: date | None
    until: date | None
    evidence: str
    source: str


@dataclass(frozen=True)
class ResidentPage:
    """Everything that the page shows."""

    id: UUID
    name: str
    sex: str
    facts: ResidentFacts
    place: str
    address: str
    status: dict[str, str]
    particulars: list[tuple[str, str]]
    numbers: list[dict[str, str]]
    household: dict[str, Any] | None
    members: list[Member]
    groups: list[GroupLine]
    past_groups: list[GroupLine]
    guardian: dict[str, Any] | None
    signing: Signing | None
    timeline: list[dict[str, Any]]
    acts: list[dict[str, Any]]
    may_change: bool
    times_read: int
    record: dict[str, Any]  # people.record.complete: {complete, missing, reasons}
    may_see_care: bool = False
    may_see_medicines: bool = False
    may_see_sessions: bool = False
    may_see_referrals: bool = False
    may_see_consultations: bool = False
    away_since: date | None = None
    responsible: list[dict[str, str]] = field(default_factory=list)

    @property
    def resident_ids(self) -> list[UUID]:
        """Everybody of whom the page shows something."""
        return list(dict.fromkeys([self.id, *(member.id for member in self.members)]))


def resident_page(viewer: Viewer, person: Any, on: date, language: str) -> ResidentPage:
    """The page of a resident whom the viewer may see."""
    members = list(people.members(viewer, person.household_id, on=on)) if person.household_id else []
    facts = people.facts_of([person.id, *(member.id for member in members)], on)
    memberships = list(people.group_memberships(viewer, person.id))
    signing = signing_of(viewer, person.id, on, language)
    signed = states_of(viewer, [member.id for member in members], language) if signing else {}
    return ResidentPage(
        id=person.id,
        name=person.name,
        sex=sex_label(person.sex, language),
        facts=facts[person.id],
        place=organization.full_region_name(person.region_id),
        address=person.address.removeprefix(person.region.name),
        status=_status(person, language),
        particulars=particulars(person, language),
        numbers=number_rows({}, person),
        household=_household(person),
        members=[
            _member(each, facts[each.id], signed.get(each.id), person.id, language)
            for each in members
            if each.id in facts
        ],
        groups=_groups(facts[person.id], memberships, on, language),
        past_groups=[_line(each, language) for each in memberships if each.until and each.until < on],
        guardian=_guardian(viewer, person, on),
        signing=signing,
        timeline=timeline(viewer, person, memberships, signing, language),
        acts=_acts(viewer, person, facts[person.id], signing),
        times_read=_times_read(viewer, person.id, on),
        away_since=_away_since(viewer, person.id, on),
        record=people.record_check(person, on),
        may_see_care=viewer.can(RECORD_READ),
        may_see_medicines=viewer.can(PRESCRIPTION_READ),
        may_see_sessions=viewer.can(SESSION_READ),
        may_see_referrals=viewer.can(REFERRAL_READ),
        may_see_consultations=viewer.can(CONSULTATION_READ),
        may_change=viewer.can(RESIDENT_WRITE, person.region_id),
        responsible=[
            {"name": link.practitioner_name, "note": _responsible_note(link, language)}
            for link in organization.responsible_for(person.region_id, on)
        ],
    )


def _acts(viewer: Viewer, person: Any, facts: ResidentFacts, signing: Signing | None) -> list[dict[str, Any]]:
    """What the viewer may do next for somebody who lives here: sign or renew, record a refusal."""
    if signing is None or not facts.lives_here:
        return []
    sign = address("agreements:sign", person.id) if signs(viewer) else ""
    refuse = address("agreements:refuse", person.id) if viewer.can(REFUSAL_RECORD) else ""
    may_refuse = refuse and not signing.has_principal and signing.open_refusal is None
    label = _("续签") if signing.has_principal else _("签约")
    acts = [{"label": label, "url": sign, "icon": "writing", "primary": True}] if sign else []
    return (
        [*acts, {"label": _("登记拒签"), "url": refuse, "icon": "hand-stop", "primary": False}] if may_refuse else acts
    )


def _away_since(viewer: Viewer, resident_id: UUID, on: date) -> date | None:
    """Since when the resident lives elsewhere; None who is at home."""
    stays = people.stays_elsewhere(viewer, resident_id)
    return next((one.since for one in stays if one.since <= on and (one.until is None or one.until >= on)), None)


def _times_read(viewer: Viewer, resident_id: UUID, on: date) -> int:
    """How many acts of the last year read or changed the record."""
    since = datetime.combine(on - timedelta(days=365), time(), clock.SHANGHAI)
    return audit.entries_about(viewer, resident_id).filter(at__gte=since)[:1000].count()


def _status(person: Any, language: str) -> dict[str, str]:
    lives_here = person.status == ResidentStatus.LIVING_HERE
    return {
        "label": choice_label(ResidentStatus, person.status, language),
        "colour": "green" if lives_here else "secondary",
        "icon": "home-check" if lives_here else "home-off",
        "residence": choice_label(ResidenceKind, person.residence_kind, language),
    }


def number_rows(shown: Mapping[str, str], person: Any) -> list[dict[str, str]]:
    """The personal numbers: in full where shown, else with their middle left out."""
    labels = {
        "national_id": _("身份证号"),
        "phone": _("手机"),
        "home_phone": _("家庭电话"),
        "contact_phone": _("联系人电话"),
    }
    masked = people.masked_numbers(person)
    hidden = {"national_id": masked.national_id, "phone": masked.phone}
    return [
        {"name": name, "label": label, "value": shown.get(name) or hidden.get(name) or _hidden(person, name)}
        for name, label in labels.items()
    ]


def _hidden(person: Any, name: str) -> str:
    return "******" if getattr(person, f"{name}_sealed", b"") else "—"


def _household(person: Any) -> dict[str, Any] | None:
    if person.household is None:
        return None
    return {"id": person.household.id, "number": person.household.number, "address": person.household.address}


def _member(person: Any, own: ResidentFacts, signed: dict[str, str] | None, this: UUID, language: str) -> Member:
    relation = choice_label(RelationToHead, person.relation_to_head, language)
    return Member(
        id=person.id,
        name=person.name,
        sex=sex_label(person.sex, language),
        age=own.age,
        relation=_("户主") if own.is_head else relation,
        lives_here=own.lives_here,
        is_this=person.id == this,
        signed=signed,
    )


def _groups(facts: ResidentFacts, memberships: Sequence[Any], on: date, language: str) -> list[GroupLine]:
    """The groups of the day: recorded ones with their evidence, the others by the rule that derives them; restricted
    ones as far as the memberships tell."""
    recorded = {each.group: each for each in memberships if each.until is None or each.until >= on}
    restricted = [code for code in recorded if code in rulebook().restricted_groups]
    return [
        _line(recorded[code], language)
        if code in recorded
        else GroupLine(group_label(code, language), None, None, "", _("按年龄自动判定"))
        for code in [*facts.groups, *restricted]
    ]


def _line(membership: Any, language: str) -> GroupLine:
    return GroupLine(
        label=group_label(membership.group, language),
        since=membership.since,
        until=membership.until,
        evidence=membership.evidence,
        source=choice_label(GroupSource, membership.source, language),
    )


def _guardian(viewer: Viewer, person: Any, on: date) -> dict[str, Any] | None:
    """The guardian's name; a link only where the viewer may see the guardian's own page."""
    if person.guardian_id is None:
        return None
    facts = people.facts_of([person.guardian_id], on).get(person.guardian_id)
    visible = people.visible_ids(viewer, [person.guardian_id], on=on)
    return {"id": person.guardian_id if visible else None, "name": facts.name if facts and visible else _("在范围以外")}


def _responsible_note(link: Any, language: str) -> str:
    return f"{choice_label(ResponsibilityStep, link.step, language)} · {link.region_name} · {link.institution_name}"
