"""Decisions over the API: facts in, outcome with reasons out."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, NotVisible
from jiayi.foundation.core.dates import parse_iso_day
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization.selectors import region_for, schemes_for

DECISION_READ = "decision_read"

router = Router(tags=["decisions"])


class Question(Schema):
    """The facts of a case, the day it happened, and the schemes to judge by: named, or those a region adopted."""

    model_config = ConfigDict(extra="forbid")

    on: str | None = Field(None, description="YYYY-MM-DD; today if missing.", max_length=10)
    schemes: list[str] | None = Field(None, description="Scheme names; a later one overrides.", max_length=100)
    region: str | None = Field(None, description="Region code, instead of schemes.", max_length=12)
    facts: dict[str, Any]


@router.post("/{rule}", response=dict[str, Any], summary="Take a decision")
def take_decision(request: HttpRequest, rule: str, data: Question) -> dict[str, Any]:
    """The decision's outcome with its reasons: parameter, value and source of each."""
    if not request.viewer.can(DECISION_READ):
        raise NotVisible
    on = clock.today().isoformat() if data.on is None else data.on
    return decide(rule, on=on, schemes=_schemes(request, data, on), facts=data.facts)


def _schemes(request: HttpRequest, data: Question, on: str) -> list[str]:
    if (data.schemes is None) == (data.region is None):
        raise BadShape("E_SCHEMES_OR_REGION", _("请给出 schemes 或 region，二者只能有一个。"))
    if data.schemes is not None:
        return data.schemes
    try:
        day = parse_iso_day(on)
    except ValueError as error:
        raise BadShape("E_FACT_DATE", _("日期不存在。")) from error
    return list(schemes_for(region_for(request.viewer, data.region).pk, day))
