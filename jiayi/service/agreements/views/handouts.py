"""What is printed of a board: the poster, plates for homes, contact cards."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.documents.services import pdf_response
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import BoardContent, BoardKey, PlaceKind
from jiayi.service.agreements import permissions, selectors
from jiayi.service.agreements.presenters import handouts

from .boards import board_content
from .public import board_address

FOLDER = "service/agreements/typst"


@login_required
@require_GET
def poster(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """The board to hang on a wall, on A3 or A4."""
    content = _content(request, kind, code)
    size = request.GET.get("size", "")
    size = size if size in handouts.PAPERS else handouts.PAPERS[0]
    data = handouts.poster_data(content, clock.today(), address=board_address(request, content.key), size=size)
    return _pdf("poster", data, f"board-{code}-{size}")


@login_required
@require_GET
def plates(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Plates that bear no household."""
    content = _content(request, kind, code)
    data = handouts.plain_plates(content, clock.today(), address=board_address(request, content.key))
    return _pdf("plates", data, f"plates-{code}")


@login_required
@require_GET
def household_plates(request: HttpRequest, code: str) -> HttpResponse:
    """A plate for each signed household of a village, a part of them in one file."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    content = _content(request, PlaceKind.VILLAGE, code)
    households = selectors.signed_households(request.viewer, code)
    part = request.GET.get("part", "1")
    start = (int(part) - 1 if part.isdecimal() and len(part) < 5 else 0) * selectors.PLATES_PER_FILE
    chosen = households[max(start, 0) :][: selectors.PLATES_PER_FILE]
    if not chosen:
        raise NotVisible
    found = selectors.plates(request.viewer, code, chosen)
    residents = [resident for plate in found for resident in plate.resident_ids]
    audit.record_read(by=request.viewer, act="agreements.print_plates", resident_ids=residents)
    data = handouts.household_plates(content, found, clock.today(), address=board_address(request, content.key))
    return _pdf("plates", data, f"plates-{code}-{part}")


@login_required
@require_GET
def team_cards(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """A sheet of contact cards of a team."""
    shown = organization.team_for(request.viewer, team_id, on=clock.today())
    team = organization.public_teams([shown.id], clock.today())[0]
    place = shown.institution
    sheet = handouts.card_sheet(
        team,
        organization.schemes_for(place.region_id, clock.today()),
        clock.today(),
        hotline=place.hotline or place.phone,
        hours=place.hours,
        address=board_address(request, BoardKey(PlaceKind.INSTITUTION, place.code)),
    )
    return _pdf("cards", sheet, "cards")


@login_required
@require_GET
def paper_cards(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """A contact card for each resident of a paper, with the board of their village."""
    agreements = selectors.agreements_of_paper(request.viewer, paper_id)
    if not agreements:
        raise NotVisible
    first = agreements[0]
    audit.record_read(
        by=request.viewer, act="agreements.print_cards", resident_ids=[one.resident_id for one in agreements]
    )
    phones = organization.public_phones([first.responsible_person_id])
    sheet = handouts.card_sheet(
        organization.public_teams([first.team_id], clock.today())[0],
        organization.schemes_for(first.region_id, clock.today()),
        clock.today(),
        hotline=first.institution.hotline or first.institution.phone,
        hours=first.institution.hours,
        address=board_address(request, BoardKey(PlaceKind.VILLAGE, first.region_id)),
        phone=phones.get(first.responsible_person_id, ""),
    )
    sheet = handouts.cards_for(sheet, selectors.holders_of(agreements), first.responsible_person.name)
    return _pdf("cards", sheet, f"cards-{first.paper.number}")


def _content(request: HttpRequest, kind: str, code: str) -> BoardContent:
    content = board_content(request, kind, code)
    if not content.teams:
        raise NotVisible
    return content


def _pdf(template: str, data: dict, name: str) -> HttpResponse:
    return pdf_response(template=f"{FOLDER}/{template}.typ", data=data, name=name)
