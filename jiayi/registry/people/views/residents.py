"""Register a resident, change what is known, name a guardian."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, CodedError, NotVisible
from jiayi.foundation.core.dates import completed_years
from jiayi.registry.people import selectors, services
from jiayi.registry.people.choosing import Choices, villages
from jiayi.registry.people.faults import EditConflict
from jiayi.registry.people.forms import GuardianForm, ResidentForm
from jiayi.registry.people.forms.resident import changed_meanwhile
from jiayi.registry.people.models import Resident
from jiayi.registry.people.permissions import RESIDENT_WRITE, require

from .answers import about, done, resident_to_change, status_of

ADULT = 18  # shown as candidates; the service judges by the rulebook


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """A new resident of a village in reach."""
    require(request.viewer, RESIDENT_WRITE)
    today = clock.today()
    places = villages(request.viewer, RESIDENT_WRITE, today)
    initial = {"region": request.GET.get("region", "")}
    form = ResidentForm(request.POST or None, villages=places, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = _register(request, form)
        if made is not None:
            text = _("%(name)s已建档，档案号 %(number)s。") % {"name": made.name, "number": made.archive_number}
            messages.success(request, text)
            return redirect("people:change", made.id)
    context = {"form": form, "breaches": _breaches(form)}
    return render(request, "people/register.html", context, status=status_of(form))


def _register(request: HttpRequest, form: ResidentForm) -> Resident | None:
    answers = form.cleaned_data
    try:
        with services.counting_hidden_duplicates(by=request.viewer):
            return services.register_resident(
                by=request.viewer,
                on=clock.today(),
                region_code=answers["region"],
                entered=form.entered(),
                groups=answers["groups"],
                household_number=answers["household_number"],
            )
    except NotVisible:
        raise
    except BadShape as refusal:
        form.refuse_fields(refusal)
    except CodedError as refusal:
        form.refuse(refusal)
    return None


def _breaches(form: ResidentForm) -> list[dict]:
    refusal = getattr(form, "refusal", None)
    return refusal.breaches if refusal else []


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """What is known of a resident; a save over somebody else's is refused and both are shown."""
    resident = resident_to_change(request, resident_id, "people.open_change")
    form = ResidentForm(request.POST or None, resident=resident)
    conflicts: list[tuple] = []
    if request.method == "POST" and form.is_valid():
        try:
            with services.counting_hidden_duplicates(by=request.viewer):
                services.change_resident(
                    by=request.viewer,
                    resident_id=resident.id,
                    version=form.cleaned_data["version"] or 0,
                    entered=form.entered(),
                    on=clock.today(),
                )
        except NotVisible:
            raise
        except BadShape as refusal:
            form.refuse_fields(refusal)
        except EditConflict as refusal:
            form.refuse(refusal)
            conflicts = changed_meanwhile(form, resident)
            form.data = form.data.copy()
            form.data["version"] = str(resident.version)  # saving again is then meant
        except CodedError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("people:change", resident.id)
    context = about(request, resident, "change") | {"form": form, "conflicts": conflicts, "breaches": _breaches(form)}
    return render(request, "people/change.html", context, status=status_of(form))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def guardian(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Who answers for a minor or an incapable person: an adult of the household, or one found by search."""
    resident = resident_to_change(request, resident_id, "people.open_guardian")
    text = request.POST.get("q", "")[:60] if request.method == "POST" else ""
    candidates = _candidates(request, resident, text)
    is_choice = request.method == "POST" and "guardian" in request.POST
    initial = {"guardian": str(resident.guardian_id or "")}
    form = GuardianForm(request.POST if is_choice else None, candidates=candidates, initial=initial)
    if is_choice and form.is_valid():
        chosen = form.cleaned_data["guardian"]
        guardian_id = UUID(chosen) if chosen else None

        def act() -> None:
            services.set_guardian(by=request.viewer, resident_id=resident.id, guardian_id=guardian_id, on=clock.today())

        if done(form, act):
            messages.success(request, _("已保存。"))
            return redirect("people:guardian", resident.id)
    context = about(request, resident, "guardian") | {"form": form, "text": text}
    return render(request, "people/guardian.html", context, status=status_of(form))


def _candidates(request: HttpRequest, resident: Resident, text: str) -> Choices:
    """Adults of the household, the guardian that stands, and whom the search finds."""
    today, people = clock.today(), {}
    if resident.household_id:
        people |= {row.id: row for row in selectors.members(request.viewer, resident.household_id)}
    if resident.guardian_id:
        standing = selectors.residents(request.viewer).filter(pk=resident.guardian_id).select_related("region")
        people |= {row.id: row for row in standing}
    if text.strip():
        people |= {row.id: row for row in selectors.search(request.viewer, text, on=today).residents[:20]}
    chosen = request.POST.get("guardian", "") if request.method == "POST" else ""
    if chosen and chosen not in {str(key) for key in people}:
        people |= {row.id: row for row in _by_id(request, chosen)}
    people.pop(resident.id, None)
    return [
        (str(row.id), f"{row.name} · {row.birth_date:%Y-%m-%d} · {row.region.name}")
        for row in people.values()
        if completed_years(row.birth_date, today) >= ADULT
    ]


def _by_id(request: HttpRequest, text: str) -> list[Resident]:
    try:
        identity = UUID(text)
    except ValueError:
        return []
    return list(selectors.residents(request.viewer).filter(pk=identity).select_related("region"))
