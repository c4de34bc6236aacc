"""The data of posters, plates and cards: Chinese words for the typst templates, made of the board's own words."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import override

from jiayi.foundation.documents.services import qr_code
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import BoardContent, PublicTeam
from jiayi.service.agreements.selectors import Holder, Plate

from .boards import board_words, card_uses, team_words
from .clauses import chinese_date

CHINESE = "zh-hans"
CARDS_PER_SHEET = 10
PLATES_PER_SHEET = 2
PAPERS = ("a3", "a4")


def poster_data(content: BoardContent, on: dt.date, *, address: str, size: str) -> dict[str, Any]:
    """The board as a poster to hang on a wall."""
    with override(CHINESE):
        words = board_words(content, on)
    for team in words["teams"]:
        team.pop("id")
    return words | {"as_of": chinese_date(on), "qr": qr_code(address), "paper": size}


def plain_plates(content: BoardContent, on: dt.date, *, address: str) -> dict[str, Any]:
    """A sheet of plates that bear no household: one for each team, the sheet filled up."""
    with override(CHINESE):
        words = board_words(content, on)
    made = [_plate(words, team) for team in words["teams"]]
    return _sheet(words, made * (PLATES_PER_SHEET if len(made) == 1 else 1), address)


def household_plates(content: BoardContent, plates: Iterable[Plate], on: dt.date, *, address: str) -> dict[str, Any]:
    """A plate for each household, with the team of its agreement."""
    plates = list(plates)
    with override(CHINESE):
        words = board_words(content, on)
        known = {team["id"]: team for team in words["teams"]}
        others = {plate.team_id for plate in plates} - known.keys()
        known |= {team.id: team_words(team) for team in organization.public_teams(others, on)}
    made = [_plate(words, known[plate.team_id]) | _household(plate) for plate in plates]
    return _sheet(words, made, address)


def _plate(words: dict[str, Any], team: dict[str, Any]) -> dict[str, Any]:
    leader = next((one["name"] for one in team["members"] if one["is_leader"]), "")
    hours = next((place["hours"] for place in words["institutions"] if place["hours"]), "")
    return {
        "team": team["name"],
        "institution": team["institution"],
        "leader": leader,
        "responsible": team["responsible"] or leader,
        "phone": team["phone"],
        "hotline": words["hotline"],
        "hours": hours,
        "number": "",
        "head": "",
        "address": "",
        "ends_on": "",
    }


def _household(plate: Plate) -> dict[str, str]:
    told = {"phone": plate.phone} if plate.phone else {}
    return told | {
        "responsible": plate.responsible,
        "number": plate.number,
        "head": plate.head,
        "address": plate.address,
        "ends_on": chinese_date(plate.ends_on),
    }


def _sheet(words: dict[str, Any], made: list[dict[str, Any]], address: str) -> dict[str, Any]:
    basic = words["packages"][0]["items"] if words["packages"] else []
    services = words["service_list"]["lines"] or [one["name"] for one in basic]
    return {"place": words["full_name"], "services": services, "plates": made, "qr": qr_code(address)}


def card_sheet(
    team: PublicTeam, schemes: Sequence[str], on: dt.date, *, hotline: str, hours: str, address: str, phone: str = ""
) -> dict[str, Any]:
    """A sheet of cards of a team; `phone` of the responsible person, where it may be told."""
    with override(CHINESE):
        words = team_words(team)
        uses = card_uses(on, schemes)
    leader = next((one["name"] for one in words["members"] if one["is_leader"]), "")
    card = {
        "team": words["name"],
        "institution": words["institution"],
        "doctor": leader,
        "phone": phone or words["phone"],
        "hotline": hotline,
        "hours": hours,
        "holder": "",
        "number": "",
    }
    return {"uses": uses, "cards": [card] * CARDS_PER_SHEET, "qr": qr_code(address)}


def cards_for(sheet: dict[str, Any], holders: Iterable[Holder], doctor: str) -> dict[str, Any]:
    """The same with a card for each holder."""
    card = sheet["cards"][0] | {"doctor": doctor}
    return sheet | {"cards": [card | {"holder": one.name, "number": one.number} for one in holders]}
