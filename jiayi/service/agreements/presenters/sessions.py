"""Signing sessions and evidence in words."""

import datetime as dt
from operator import itemgetter
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiayi.foundation.base.signs import bracketed
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import SessionEntry, SignatureEvidence, SigningSession
from jiayi.service.agreements.selectors import Candidate, Situation, packages_on_offer
from jiayi.service.agreements.terms import EntryState, EvidenceKind

from .story import offer_choices

_COLOURS = {
    EntryState.WAITING: ("secondary", "clock"),
    EntryState.SIGNED: ("green", "circle-check"),
    EntryState.REFUSED: ("red", "ban"),
    EntryState.ABSENT: ("yellow", "user-off"),
}


def session_list() -> ListSpec:
    return ListSpec(
        filters=(
            choice_filter(
                "state",
                gettext_noop("状态"),
                [("open", _("进行中")), ("closed", _("已结束"))],
                apply=lambda rows, value: rows.filter(closed_at__isnull=value == "open"),
            ),
        ),
        sorts=(Sort("held_on", gettext_noop("日期"), ("-held_on", "-id")),),
    )


def session_row(session: SigningSession) -> dict[str, Any]:
    return {
        "id": session.id,
        "held_on": session.held_on,
        "region": session.region.name,
        "team": session.team.name,
        "place": session.place,
        "total": session.total,
        "signed": session.signed,
        "waiting": session.waiting,
        "is_closed": session.closed_at is not None,
        "standing": _("已结束") if session.closed_at else _("进行中"),
    }


SESSION_COLUMNS = (
    Column(gettext_noop("日期"), itemgetter("held_on")),
    Column(gettext_noop("村（社区）"), itemgetter("region")),
    Column(gettext_noop("团队"), itemgetter("team")),
    Column(gettext_noop("地点"), itemgetter("place")),
    Column(gettext_noop("户数"), itemgetter("total"), "quantity"),
    Column(gettext_noop("已签"), itemgetter("signed"), "quantity"),
    Column(gettext_noop("未办"), itemgetter("waiting"), "quantity"),
    Column(gettext_noop("状态"), itemgetter("standing")),
)


def session_page(queue: list[SessionEntry]) -> dict[str, Any]:
    """The queue with what became of each household, and the next one."""
    rows = [_entry_row(entry) for entry in queue]
    waiting = [row for row in rows if row["state"] == EntryState.WAITING]
    return {"rows": rows, "next": waiting[0] if waiting else None, "done": len(rows) - len(waiting), "total": len(rows)}


def _entry_row(entry: SessionEntry) -> dict[str, Any]:
    colour, icon = _COLOURS[EntryState(entry.state)]
    return {
        "id": entry.id,
        "place": entry.place,
        "name": entry.resident.name,
        "initials": entry.resident.name_initials,
        "address": entry.household.address if entry.household else entry.resident.address,
        "persons": entry.persons,
        "state": entry.state,
        "label": label_of(EntryState, entry.state),
        "colour": colour,
        "icon": icon,
        "paper_id": entry.paper_id,
        "seen_at": timezone.localtime(entry.seen_at) if entry.seen_at else None,
    }


def candidate_choices(candidates: list[Candidate], on: dt.date) -> list[tuple[str, str]]:
    """Each member with age, and whether it is a first agreement or a renewal."""
    return [(str(one.resident.id), _candidate(one, on)) for one in candidates]


def _candidate(one: Candidate, on: dt.date) -> str:
    words = {"name": one.resident.name, "age": completed_years(one.resident.birth_date, on)}
    return _("%(name)s（%(age)s岁，续签）") % words if one.former else _("%(name)s（%(age)s岁，首次签约）") % words


def guardian_choices(situation: Situation) -> dict[str, Any]:
    """For the form: which of the household are minors, and who of it may sign for them, the head first."""
    adults = sorted(situation.adults(), key=lambda one: (not one.is_head, one.birth_date))
    return {
        "minors": [str(one.id) for one in situation.minors()],
        "guardians": [(str(one.id), one.name) for one in adults],
    }


def offered_packages(session: SigningSession, on: dt.date) -> list[tuple[str, str]]:
    """The packages that the session's team may sign, with their prices."""
    schemes = organization.schemes_for(session.region_id, on)
    return offer_choices(packages_on_offer(on, institution_id=session.institution_id, schemes=schemes))


def villages_of(viewer: Viewer, on: dt.date) -> list[tuple[str, str]]:
    """The villages in whose areas the viewer may sign."""
    prefixes = viewer.scope(permissions.signs_with(viewer)).region_prefixes
    found = [
        (region.code, bracketed(region.name, region.code))
        for prefix in prefixes
        for region in organization.regions(viewer, below=prefix, level="village", on=on)
    ]
    return list(dict(found).items())


def evidence_rows(evidence: list[SignatureEvidence]) -> list[dict[str, Any]]:
    """Each piece with who took it when."""
    return [
        {
            "id": one.id,
            "label": label_of(EvidenceKind, one.kind),
            "at": timezone.localtime(one.taken_at),
            "by": one.taken_by_name,
            "note": one.note,
            "has_file": one.attachment_id is not None,
            "is_picture": one.kind == EvidenceKind.DRAWN,
        }
        for one in evidence
    ]
