"""Baselines: the same sign-in, audit and template as the real page, but one indexed query for what is shown."""

import json
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_not_required, login_required
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.lists import ListPage, ListSpec, render_list
from jiayi.registry.access.api import TokenAuth
from jiayi.registry.people.models import Household, Resident
from jiayi.service.agreements import presenters
from jiayi.service.agreements.models import Agreement
from jiayi.service.care.models import Observation, Record, RecordVersion
from jiayi.service.scheduling.models import SlotShare
from jiayi.surfaces.workstation.presenters.search import SearchPage, SearchRow

FOUND, LISTED = 50, 25
SIGNED = {"label": "有效", "colour": "green", "icon": "circle-check", "team": "第一团队"}
RELATED = ("paper", "resident", "team", "institution", "responsible_person", "region")
_filters: dict[UUID | None, ListSpec] = {}  # read once in a process: the baseline's own query is the rows' alone


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """As many residents as a search shows at most, by one query through the index of the region."""
    found = Resident.objects.filter(region_id=request.POST["village"]).select_related("region").order_by("id")[:FOUND]
    rows = [_row(resident) for resident in found]
    ids = [row.id for row in rows]
    audit.record_read(by=request.viewer, act="workstation.search_residents", resident_ids=ids, details={})
    page = SearchPage(text="", kind="name", rows=rows, more=True, may_sign=True)
    return render(request, "workstation/search.html", {"page": page, "may_look_up": True})


def _row(resident: Resident) -> SearchRow:
    return SearchRow(
        id=resident.id,
        name=resident.name,
        sex="男",
        age=60,
        place=resident.region.name,
        address=resident.address,
        groups=["高血压"],
        status="居住在本地",
        lives_here=True,
        signed=SIGNED,
        may_be_signed=False,
    )


@login_required
def agreements(request: HttpRequest) -> HttpResponse:
    """As many agreements as the list shows, by one query through an index."""
    spec = _spec(request.viewer)
    found = Agreement.objects.select_related(*RELATED).order_by(*spec.sorts[0].fields)
    page = ListPage(
        spec, QueryDict(request.GET.urlencode()), list(found[:LISTED]), found, spec.sorts[0], False, LISTED, LISTED
    )
    ids = [row.resident_id for row in page.rows]
    audit.record_read(by=request.viewer, act="agreements.list_agreements", resident_ids=ids)
    for row in page.rows:
        row._prefetched_objects_cache = {"packages": []}
    page.show(lambda row: presenters.row_of(row, on=clock.today()))
    return render_list(request, "agreements/list.html", {"page": page, "may_export": True})


def _spec(viewer: Viewer) -> ListSpec:
    if viewer.actor_id not in _filters:
        _filters[viewer.actor_id] = presenters.agreement_list(viewer, clock.today())
    return _filters[viewer.actor_id]


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """Nothing at all: what no page of this server can be faster than."""
    return HttpResponse()


@csrf_exempt
def insert(request: HttpRequest) -> JsonResponse:
    """The same sign-in and one bare row: what no registration through this server can be faster than."""
    if not TokenAuth()(request):
        return JsonResponse({}, status=401)
    Household.objects.create(number=uuid4().hex[:20], region_id=json.loads(request.body)["region"])
    return JsonResponse({}, status=201)


@csrf_exempt
def place(request: HttpRequest) -> JsonResponse:
    """The same sign-in and one bare conditional update: what no booking of a place can be faster than."""
    if not TokenAuth()(request):
        return JsonResponse({}, status=401)
    asked = SlotShare.objects.filter(id=json.loads(request.body)["share"], taken__lt=F("quantity"))
    return JsonResponse({}, status=201 if asked.update(taken=F("taken") + 1) else 409)


@csrf_exempt
def record(request: HttpRequest) -> JsonResponse:
    """The same sign-in and the rows that a follow-up leaves, written bare in one transaction."""
    if not TokenAuth()(request):
        return JsonResponse({}, status=401)
    asked, now, day = json.loads(request.body), clock.now(), clock.today()
    with transaction.atomic():
        kept = Record.objects.create(
            resident_id=asked["resident"],
            region_id=Resident.objects.values_list("region_id", flat=True).get(id=asked["resident"]),
            form=asked["form"],
            programmes=["hypertension"],
            visit_on=day,
            entered_on=day,
            mode=asked["mode"],
            evidence="C",
            submission_id=uuid4(),
        )
        RecordVersion.objects.create(
            record=kept, number=1, values=asked["values"], rulebook_version="bench", entered_at=now
        )
        numbers = [(code, value) for code, value in asked["values"].items() if isinstance(value, int)]
        Observation.objects.bulk_create(
            Observation(resident_id=asked["resident"], code=code, number=value, at=now, source="staff", record=kept)
            for code, value in numbers
        )
    return JsonResponse({}, status=201)
