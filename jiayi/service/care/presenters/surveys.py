"""Surveys of villages in words: the list, one survey, and what those of a region come to."""

from operator import itemgetter
from typing import Any

from django.utils.translation import get_language, gettext_noop

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.care.models import VillageSurvey
from jiayi.service.care.permissions import READ
from jiayi.service.care.terms import VILLAGE

from .values import filled_rows, value_text

SURVEY_COLUMNS = (
    Column(gettext_noop("调查日期"), lambda row: row["surveyed_on"].isoformat()),
    Column(gettext_noop("村（社区）"), itemgetter("region")),
    Column(gettext_noop("入户调查户数"), itemgetter("visited"), "quantity"),
    Column(gettext_noop("主要健康问题"), itemgetter("problems")),
    Column(gettext_noop("干预措施"), itemgetter("interventions")),
    Column(gettext_noop("调查人"), itemgetter("by")),
)


def survey_list(viewer: Viewer, chosen: str = "") -> ListSpec:
    """What the list can be narrowed and sorted by."""
    places = organization.place_choices(viewer, READ, chosen)
    return ListSpec(
        sorts=(
            Sort("surveyed_on", gettext_noop("调查日期"), ("-surveyed_on", "-id")),
            Sort("region", gettext_noop("地区"), ("region_id", "-surveyed_on", "-id")),
        ),
        filters=(choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),),
    )


def survey_row(survey: VillageSurvey) -> dict[str, Any]:
    """What a row shows; the village is loaded with the survey."""
    fields, values = rulebook().surveys[VILLAGE].fields, survey.values
    return {
        "id": survey.id,
        "surveyed_on": survey.surveyed_on,
        "region": survey.region.name,
        "region_code": survey.region_id,
        "visited": values.get("visited"),
        "problems": value_text(fields["problems"], values.get("problems")),
        "interventions": value_text(fields["interventions"], values.get("interventions")),
        "by": survey.entered_by_name,
    }


def survey_page(survey: VillageSurvey) -> dict[str, Any]:
    """One survey as it is read: what was answered, section by section."""
    form = rulebook().surveys[VILLAGE]
    return survey_row(survey) | {
        "title": form.label(get_language() or ""),
        "place": organization.full_region_name(survey.region_id),
        "sections": filled_rows(form, survey.values),
    }
