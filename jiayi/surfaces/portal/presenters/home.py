"""The first page in words."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jiayi.community.engagement import selectors as engagement
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import BoardKey, PlaceKind
from jiayi.service.agreements import selectors as agreements
from jiayi.service.agreements.terms import RUNNING, UNSIGNED, Kind, State
from jiayi.service.care import selectors as care
from jiayi.service.referral import selectors as referral
from jiayi.service.referral.terms import ENDED
from jiayi.service.referral.terms import State as ReferralState

from .agreements import agreement_card, waiting_papers
from .dates import next_dates
from .doctor import doctor_card
from .medicines import medicines
from .values import values
from .words import choice_label, day_words


def home_page(viewer: Viewer, subject: Any, on: dt.date, at: dt.datetime) -> dict[str, Any]:
    """What the first page shows of one resident."""
    found = agreements.agreements_of_resident(viewer, subject.id)
    current = next((one for one in found if one.state in RUNNING and one.kind != Kind.SUPPLEMENTARY), None)
    record = record_standing(found, on)
    return {
        "tab": "home",
        "greeting": _greeting(at),
        "doctor": doctor_card(current, on) if current else None,
        "agreement": agreement_card(current, on) if current else None,
        "waiting": waiting_papers(found, subject.id, on),
        "team_here": None if current else _team_here(subject, on),
        "dates": next_dates(viewer, subject.id, on),
        "orders": medicines(viewer, subject.id, on),
        "referrals": _referrals(viewer, subject.id),
        "record": record,
        "values": values(viewer, subject, on) if record["is_open"] else [],
        "plan": _plan(viewer, subject.id) if record["is_open"] else None,
        "unread": engagement.unread_of(viewer, subject.id),
    }


def record_standing(found: list[Any], on: dt.date) -> dict[str, Any]:
    """Whether the record is open to the resident: where the scheme sets a day for it, once it was checked and opened
    (S0-22, S0-23); where no scheme does, with an agreement that was signed."""
    signed = [one for one in found if one.state not in UNSIGNED and one.state != State.VOID]
    opened = next((one.record_opened_on for one in signed if one.record_opened_on), None)
    by = next((one.open_record_by for one in signed if one.open_record_by and not one.record_opened_on), None)
    return {
        "is_open": bool(opened) or bool(signed and by is None),
        "opened_on": day_words(opened) if opened else "",
        "open_by": day_words(by) if by and not opened else "",
    }


def _greeting(at: dt.datetime) -> str:
    hour = timezone.localtime(at).hour
    if hour < 11:
        return _("早上好")
    return _("下午好") if 13 <= hour < 18 else (_("中午好") if hour < 13 else _("晚上好"))


def _team_here(subject: Any, on: dt.date) -> dict[str, Any] | None:
    """Who serves the village of somebody who has not signed."""
    team_id = organization.team_of_region(subject.region_id, on)
    teams = organization.public_teams([team_id], on) if team_id else []
    if not teams:
        return None
    board = organization.public_board(BoardKey(PlaceKind.VILLAGE, subject.region_id), on)
    return {
        "name": teams[0].name,
        "institution": teams[0].institution_name,
        "phone": teams[0].phone,
        "village": subject.region_id if board else "",
    }


def _referrals(viewer: Viewer, resident_id: Any) -> list[dict[str, Any]]:
    rows = referral.of_resident(viewer, resident_id).exclude(state__in=[str(state) for state in ENDED])[:3]
    return [
        {
            "to": one.to_name,
            "department": one.to_department,
            "state": choice_label(ReferralState, one.state),
            "phone": one.to_phone,
        }
        for one in rows
    ]


def _plan(viewer: Viewer, resident_id: Any) -> dict[str, Any] | None:
    """The goals of the health plan and what the resident does for it."""
    found = care.plan_of(viewer, resident_id)
    if found is None:
        return None
    said = found.values
    goals = [row for row in said.get("goals", []) if row.get("state") in (None, "", "open")]
    return {
        "day": day_words(found.record.visit_on),
        "goals": [{"goal": row.get("goal", ""), "target": row.get("target", "")} for row in goals],
        "lifestyle": said.get("lifestyle", ""),
        "signs": said.get("referral_signs", ""),
    }
