"""What facts say of visits, referrals, surveys, re-interviews, activities and promises, in plain Python."""

from datetime import date, timedelta

from jiayi.community.engagement.models import SurveyInvitation
from jiayi.community.outreach.models import Attendance
from jiayi.foundation.base.clock import SHANGHAI
from jiayi.insight.assurance.models import InterviewCase
from jiayi.service.fulfilment.models import LedgerEntry
from jiayi.service.insurance.models import InsuredVisit

from .generated import TODAY

YEAR = date(TODAY.year, 1, 1)
ABOVE_PRIMARY = ("county", "city", "province")


def in_year(day):
    return day is not None and YEAR <= day <= TODAY


def treatment_row(person, agreement):
    """The columns of one resident; `agreement` is the one in force."""
    return {
        **_visits(person),
        **_referrals(person),
        **_answers(person),
        **_ended(person),
        **_kept(agreement),
        "activities_attended": sum(
            one.activity.state in ("held", "archived") and in_year(one.activity.held_on)
            for one in Attendance.objects.filter(resident=person)
        ),
        "early_antenatal": _is_booked_early(person),
        "has_delivered_this_year": _delivered_on(person) is not None,
        "tuberculosis_taken_percent": _taken_percent(person),
    }


def _visits(person):
    every = list(InsuredVisit.objects.filter(resident=person))
    rows = [one for one in every if in_year(one.visit_on)]
    left = [one for one in every if in_year(one.discharged_on)]
    in_county = [one for one in left if one.in_county]
    return {
        "visits": len(rows),
        "visits_in_county": sum(one.in_county for one in rows),
        "visits_at_primary": sum(one.in_county and one.level in ("village", "township") for one in rows),
        "drug_revenue_fen": sum(one.drug_fen or 0 for one in rows if one.in_county),
        "medical_revenue_fen": sum(one.amount_fen for one in rows if one.in_county and one.drug_fen is not None),
        "discharges": len(in_county),
        "bed_days": sum(max((one.discharged_on - one.visit_on).days, 1) for one in in_county),
        "discharges_at_county": sum(one.level == "county" for one in in_county),
        "discharges_above_primary": sum(one.level in ABOVE_PRIMARY for one in left),
    }


def _referrals(person):
    rows = [one for one in person.referrals.all() if one.state not in ("draft", "approval", "refused")]
    sent = [one for one in rows if in_year(one.submitted_at.astimezone(SHANGHAI).date())]
    up = [one for one in sent if one.direction == "up"]
    over = [one for one in rows if one.direction == "up" and one.state == "closed" and in_year(one.closed_on)]
    return {
        "referred_up": len(up),
        "referred_up_by_county": sum(one.from_institution.level == "county" for one in up),
        "referred_down": sum(one.direction == "down" for one in sent)
        + sum(one.direction == "up" and in_year(one.return_on) for one in rows),
        "referrals_finished": len(over),
        "referrals_closed": sum(one.followed_up_on is not None for one in over),
    }


def _answers(person):
    said = [
        one
        for one in SurveyInvitation.objects.filter(resident=person)
        if one.answered_at and in_year(one.answered_at.astimezone(SHANGHAI).date())
    ]
    asked = [one for one in InterviewCase.objects.filter(resident=person) if in_year(one.closed_on)]
    outcomes = [one.outcome for one in asked]
    return {
        "answered_survey": bool(said),
        "is_satisfied": bool(said) and said[0].satisfaction in ("very", "satisfied"),
        "is_aware": bool(said) and set(said[0].known) >= set(said[0].round.items),
        "interviews_judged": sum(one in ("match", "partial", "mismatch") for one in outcomes),
        "interviews_matched": outcomes.count("match"),
        "interviews_partial": outcomes.count("partial"),
    }


def _ended(person):
    rows = [one for one in person.agreements.all() if one.kind != "supplementary" and in_year(one.ended_on)]
    return {f"agreements_{state}": sum(one.state == state for one in rows) for state in ENDINGS}


ENDINGS = ("transferred", "changed", "terminated")


def _kept(agreement):
    promised = [
        one
        for one in (agreement.entitlements.all() if agreement else [])
        if not one.is_withdrawn and one.starts_on <= TODAY <= one.ends_on
    ]
    used = 0
    for one in promised:
        entries = LedgerEntry.objects.filter(entitlement=one, is_extra=False, on__lte=TODAY)
        used += min(one.quantity, sum(1 if entry.act == "consume" else -1 for entry in entries))
    return {"services_promised": sum(one.quantity for one in promised), "services_kept": used}


def _delivered_on(person):
    days = [one.delivered_on for one in person.group_memberships.all() if in_year(one.delivered_on)]
    return max(days, default=None)


def _is_booked_early(person):
    on = _delivered_on(person)
    if on is None:
        return False
    for record in person.records.filter(form="antenatal-visit", state="current"):
        values = record.versions.get(number=record.version).values
        early = values["stage"] == "early" and values["first_visit"] and values["handbook"]
        if early and on - timedelta(days=300) <= record.visit_on < on:
            return True
    return False


def _taken_percent(person):
    rows = [one for one in person.records.all() if one.form == "tuberculosis-follow-up" and in_year(one.visit_on)]
    rows = [one for one in rows if one.state == "current"]
    last = max(rows, key=lambda one: (one.visit_on, one.id)) if rows else None
    found = [one for one in last.observations.all() if one.code == "tuberculosis_taken_percent"] if last else []
    return float(found[0].number) if found else None
