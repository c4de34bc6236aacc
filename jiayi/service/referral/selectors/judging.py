"""What the rulebook says of a referral: the way, the return, the clocks, the criteria."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.referral.models import Referral
from jiayi.service.referral.terms import DownPurpose, ReplyRequest, Urgency


def judge_path(referral: Referral, *, on: dt.date) -> dict[str, Any]:
    """The outcome of referral.path for a referral that the caller may see."""
    resident = people.facts_of([referral.resident_id], on)[referral.resident_id]
    facts = {
        "from_level": referral.from_institution.level,
        "to_level": referral.to_level,
        "visit": referral.visit,
        "age": resident.age,
        "groups": list(resident.groups),
        "emergency": referral.urgency == Urgency.EMERGENCY,
        "disability_grade": referral.disability_grade,
        "consent": referral.consent,
        "approvals": referral.approvals,
    } | {code: code in referral.circumstances for code in ("postoperative_revisit", "lives_elsewhere")}
    return decide("referral.path", on=on, schemes=schemes_of(referral, on), facts=facts)


def judge_return(referral: Referral, reply: ReplyRequest, *, on: dt.date) -> dict[str, Any]:
    """The outcome of referral.down: fit to go home, and what the package lacks."""
    facts = {
        "diagnosis_clear": reply.diagnosis_clear,
        "stable": reply.stable,
        "willing": reply.willing,
        "package": reply.package(),
    } | {str(purpose): purpose in reply.purposes for purpose in DownPurpose}
    return decide("referral.down", on=on, schemes=schemes_of(referral, on), facts=facts)


def clocks_for(region_code: str, urgency: str, *, on: dt.date) -> dict[str, Any]:
    """The outcome of referral.clocks where the resident lives."""
    schemes = list(organization.schemes_for(region_code, on))
    return decide("referral.clocks", on=on, schemes=schemes, facts={"urgency": urgency})


def advice_for(
    region_code: str, criteria: Sequence[str], finding: str, *, on: dt.date, group: str = "", from_level: str = ""
) -> dict[str, Any]:
    """The outcome of referral.advice: how urgent what holds is, and where the catalogue has the disease."""
    schemes = list(organization.schemes_for(region_code, on))
    facts = {"criteria": list(criteria), "finding": finding, "group": group, "from_level": from_level}
    return decide("referral.advice", on=on, schemes=schemes, facts=facts)


def schemes_of(referral: Referral, on: dt.date) -> list[str]:
    """The schemes where the resident lives, on a day."""
    return list(organization.schemes_for(referral.region_id, on))
