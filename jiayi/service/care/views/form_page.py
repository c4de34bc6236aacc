"""The page on which a form is filled in, new or corrected, with last time's values beside the fields."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import Form as Definition
from jiayi.registry.people import selectors as people
from jiayi.service.care import presenters, selectors
from jiayi.service.care.faults import UNUSUAL, URGENT
from jiayi.service.care.forms import RecordForm
from jiayi.service.care.models import Record
from jiayi.service.care.rules import parting
from jiayi.service.care.selectors.risks import ASSESSMENT, known_answers


def refused(
    request: HttpRequest,
    resident: Any,
    filled: RecordForm,
    error: BadShape | LawBroken,
    *,
    records: Sequence[Record] = (),
    also: Sequence[str] = (),
) -> HttpResponse:
    """The page again with everything that does not stand; what was typed stays."""
    unusual = [breach["field"] for breach in error.breaches] if error.code == UNUSUAL else []
    filled.refuse(error)
    return form_page(
        request,
        resident,
        filled,
        records=records,
        also=also,
        unusual=unusual,
        is_urgent=error.code == URGENT,
        status=error.status,
    )


def form_page(
    request: HttpRequest,
    resident: Any,
    filled: RecordForm,
    *,
    records: Sequence[Record] = (),
    draft: Any = None,
    also: Sequence[str] = (),
    unusual: Sequence[str] = (),
    is_urgent: bool = False,
    status: int = 200,
) -> HttpResponse:
    """`records`: those that are being corrected; `also`: the forms that the visit counts for besides."""
    definition = filled.definition
    facts = people.facts_of([resident.id], clock.today())[resident.id]
    own = {one.form: one.id for one in records}
    last, last_on = selectors.last_time(definition, resident.id, except_for=own)
    known = {} if records else known_of(request, definition, resident.id)
    today = {} if records else selectors.measured_on(request.viewer, resident.id, clock.today())
    measured = presenters.measured_fields(definition, today)
    given = asdict(selectors.person_on(facts, clock.today()))
    context = {
        "form": filled,
        "definition": definition,
        "resident": resident,
        "age": facts.age,
        "sections": presenters.sections_of(
            filled, last=last, unusual=unusual, given=given, measured=measured, known=known
        ),
        "last_on": last_on,
        "measured": measured,
        "records": records,
        "record": records[0] if records else None,
        "draft": draft,
        "also": also,
        "offers": [] if records else _offers(request, definition, resident.id, also, facts.groups),
        "unusual": unusual,
        "confirmed": [*request.POST.getlist("confirmed"), *unusual],
        "is_urgent": is_urgent,
        "judge_url": form_address("judge", resident.id, definition.form, also or [one.form for one in records[1:]]),
        "note": request.POST.get("correction_note", ""),
    }
    return render(request, "care/fill.html", context, status=status)


def known_of(request: HttpRequest, definition: Definition, resident_id: UUID) -> dict[str, dict[str, Any]]:
    """What is known of the questions of the health assessment; other forms have last time's values alone."""
    if definition.form != ASSESSMENT:
        return {}
    known = known_answers(request.viewer, resident_id, on=clock.today())
    return presenters.known_fields(definition, known)


def form_address(name: str, resident_id: UUID, form: str, also: Sequence[str]) -> str:
    """The page of a form, with those that the visit counts for too."""
    query = QueryDict(mutable=True)
    query.setlist("also", list(also))
    address = reverse(f"care:{name}", args=[resident_id, form])
    return f"{address}?{query.urlencode()}" if also else address


def _offers(
    request: HttpRequest, definition: Definition, resident_id: UUID, also: Sequence[str], groups: Sequence[str]
) -> list[dict[str, Any]]:
    """What else the visit may count for: forms of the resident's programmes and groups that can be combined."""
    programmes = {one.programme for one in selectors.open_enrolments_of(request.viewer, [resident_id])}
    chosen = [rulebook().forms[code] for code in (definition.form, *also)]
    return [
        {"code": code, "label": presenters.form_label(code), "is_chosen": code in also}
        for code, one in rulebook().forms.items()
        if code in also
        or (
            (programmes & set(one.programmes) or (not one.programmes and set(groups) & set(one.groups)))
            and parting.may_combine(chosen[0], [*chosen[1:], one])
        )
    ]
