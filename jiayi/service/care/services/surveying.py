"""Keep the survey of a village."""

import datetime as dt
from collections.abc import Collection

from django.db import IntegrityError, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import RegionLevel
from jiayi.service.care import permissions
from jiayi.service.care.faults import misshapen, not_confirmed
from jiayi.service.care.models import VillageSurvey
from jiayi.service.care.rules import filling, storing
from jiayi.service.care.rules.filling import Fault
from jiayi.service.care.terms import VILLAGE, SurveyRequest


@transaction.atomic
def save_survey(
    *, by: Viewer, asked: SurveyRequest, on: dt.date, confirmed: Collection[str] = frozenset()
) -> VillageSurvey:
    """A village as somebody found it on a day. NotVisible outside one's reach, BadShape with faults by field."""
    region = organization.region_for(by, asked.region_code)
    if not by.scope(permissions.WRITE).holds_region(region.code) or region.level != RegionLevel.VILLAGE:
        raise NotVisible
    row = VillageSurvey(
        region=region,
        surveyed_on=asked.surveyed_on,
        values=_standing(asked, on, confirmed),
        submission_id=asked.submission_id,
        entered_by=by.actor_id,
        entered_by_name=by.actor_name[:60],
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # sent twice
        return VillageSurvey.objects.get(submission_id=asked.submission_id)
    details = {"region": region.code, "surveyed_on": asked.surveyed_on}
    audit.record(by=by, act="care.save_survey", subject_kind="survey", subject_ids=[row.id], details=details)
    return row


def _standing(asked: SurveyRequest, on: dt.date, confirmed: Collection[str]) -> dict[str, object]:
    form = rulebook().surveys[VILLAGE]
    values = filling.kept_values(form, asked.values)
    faults = filling.faults(form, values, visit_on=asked.surveyed_on, today=on)
    if asked.surveyed_on > on:
        faults.append(Fault("visit_on", "E_VISIT_AFTER_TODAY"))
    if faults:
        raise misshapen(faults)
    if strange := filling.unusual(form, values, confirmed=confirmed):
        raise not_confirmed(strange)
    return storing.plain(values)
