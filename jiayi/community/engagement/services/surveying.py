"""Begin a survey with a seeded sample, and take its answers."""

import datetime as dt
import hashlib
import secrets
from uuid import UUID

from jiayi.community.engagement import permissions
from jiayi.community.engagement.models import SurveyInvitation, SurveyRound
from jiayi.community.engagement.selectors.consents import allows
from jiayi.community.engagement.selectors.surveys import items_to_know
from jiayi.community.engagement.terms import MessageAsked, Satisfaction, SurveyAnswer
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.rulebook import value_on
from jiayi.foundation.ui.refusals import broken, misshapen
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.agreements import selectors as agreements
from jiayi.service.agreements.terms import RUNNING

from .messages import send_messages


@retrying_atomic
def begin_survey(
    *, by: Viewer, region_code: str, title: str, on: dt.date, at: dt.datetime, seed: str = ""
) -> SurveyRound:
    """Draw a sample of the region's signed residents who have not refused surveys, and invite them.

    The seed is kept: the same seed draws the same people. LawBroken where nobody can be asked.
    """
    if not by.scope(permissions.ANSWER).holds_region(region_code):
        raise NotVisible
    if not title.strip():
        raise misshapen("E_SURVEY_TITLE", "title")
    schemes = list(organization.schemes_for(region_code, on))
    seed = seed or secrets.token_hex(8)
    drawn = _drawn(region_code, seed, int(value_on("survey.sample_size", on, schemes)))
    if not drawn:
        raise broken("B_SURVEY_NOBODY")
    days = int(value_on("survey.open_days", on, schemes))
    survey = SurveyRound.objects.create(
        region_id=region_code,
        title=title.strip()[:60],
        opens_on=on,
        closes_on=on + dt.timedelta(days=days),
        seed=seed,
        items=items_to_know(region_code, on),
        schemes=schemes,
        begun_by_name=by.actor_name[:60],
    )
    SurveyInvitation.objects.bulk_create(SurveyInvitation(round=survey, resident_id=one) for one in drawn)
    words = {"day": survey.closes_on.isoformat()}
    asked = [MessageAsked(f"survey:{survey.id}:{one}", "survey_invited", one, words) for one in drawn]
    send_messages(by=SystemViewer(), asked=asked, at=at)
    audit.record(
        by=by,
        act="engagement.begin_survey",
        subject_kind="survey_round",
        subject_ids=[survey.id],
        details={"region": region_code, "sample": len(drawn), "seed": seed},
    )
    return survey


def _drawn(region_code: str, seed: str, size: int) -> list[UUID]:
    """The residents whose digests with the seed come first: any order of the table draws the same."""
    rows = agreements.agreements(SystemViewer(), agreements.AgreementFilters(region=region_code))
    ids = set(rows.filter(state__in=RUNNING).order_by().values_list("resident_id", flat=True))
    ordered = sorted(ids, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())
    willing = allows(ordered, "satisfaction_survey")
    return [one for one in ordered if one in willing][:size]


@retrying_atomic
def answer_survey(
    *, by: Viewer, invitation_id: UUID, resident_id: UUID, said: SurveyAnswer, on: dt.date, at: dt.datetime
) -> SurveyInvitation:
    """One answer each, while the survey is open; what was said stays."""
    people.resident_for(by, resident_id)
    rows = SurveyInvitation.objects.select_for_update(of=("self",)).select_related("round")
    invitation = rows.filter(pk=invitation_id, resident_id=resident_id).first()
    if invitation is None:
        raise NotVisible
    if invitation.answered_at:
        raise broken("B_SURVEY_ANSWERED")
    if not invitation.round.opens_on <= on <= invitation.round.closes_on:
        raise broken("B_SURVEY_CLOSED")
    if said.satisfaction not in set(Satisfaction) or not set(said.known) <= set(invitation.round.items):
        raise misshapen("E_SURVEY_ANSWER", "satisfaction")
    invitation.satisfaction, invitation.known = said.satisfaction, list(said.known)
    invitation.note, invitation.answered_at = said.note.strip()[:300], at
    invitation.save()
    audit.record(
        by=by,
        act="engagement.answer_survey",
        subject_kind="survey_round",
        subject_ids=[invitation.round_id],
        resident_ids=[resident_id],
    )
    return invitation
