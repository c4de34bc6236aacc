"""A public board in words: the one source of the page, the poster, the plates and the cards."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from jiayi.foundation.base.signs import joined
from jiayi.foundation.core.money import yuan_text
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import BoardContent, PublicMember, PublicTeam, Title
from jiayi.service.agreements.models import AgreementPaper
from jiayi.service.agreements.selectors import packages_on_offer

from .rows import word_of

SERVICE_LIST, SLOGAN, CARD_USES = "agreement.service_list", "publicity.slogan", "team.contact_card_uses"
# How services reach people beside the visit: offered unasked (S3-37), by internet (S3-38).
WAYS = {"fulfilment.active_services": _("主动服务"), "fulfilment.internet_services": _("互联网+服务")}


def board_words(content: BoardContent, on: dt.date) -> dict[str, Any]:
    """Everything that is shown of a board, in the reader's language; no resident's data is at hand here."""
    schemes = organization.schemes_for(content.region_code, on)
    slogan = find_value(SLOGAN, on, schemes)
    return {
        "name": content.name,
        "full_name": content.full_name,
        "hotline": content.hotline,
        "notice": content.notice,
        "institutions": [_institution(each) for each in content.institutions],
        "teams": [team_words(team) for team in content.teams],
        "roles": _roles(content.teams),
        "service_list": service_list(on, schemes),
        "ways": _ways(on, schemes),
        "packages": package_words(on, content.teams[0].institution_id if content.teams else None, schemes),
        "slogan": " ".join(slogan.value) if slogan else "",
        "as_of": on,
    }


def _institution(place: Any) -> dict[str, str]:
    return {name: getattr(place, name) for name in ("name", "address", "phone", "hotline", "hours", "online")}


def team_words(team: PublicTeam) -> dict[str, Any]:
    """A team with its members."""
    return {
        "id": team.id,
        "name": team.name,
        "institution": team.institution_name,
        "phone": team.phone,
        "responsible": joined(team.responsible),
        "buildings": joined(team.buildings),
        "villages": joined(team.villages),
        "members": [_member(member) for member in team.members],
    }


def _member(one: PublicMember) -> dict[str, Any]:
    role = rulebook().roles.get(one.role)
    title = Title(one.title).label(_language()) if one.title in set(Title) and one.title != Title.NONE else ""
    return {
        "name": one.name,
        "initial": one.name[:1],
        "role": role.label(_language()) if role else one.role,
        "is_leader": one.is_leader,
        "basic": " · ".join(part for part in (title, one.institution_name) if part),
        "introduction": one.introduction,
        "training": one.training,
        "speciality": one.speciality,
        "services": one.services,
        "phone": one.phone,
    }


def _roles(teams: Sequence[PublicTeam]) -> list[dict[str, Any]]:
    """What each role of the teams does, by the documents."""
    codes = dict.fromkeys(member.role for team in teams for member in team.members)
    known = [rulebook().roles[code] for code in codes if code in rulebook().roles]
    return [
        {"role": role.label(_language()), "duties": [duty.label(_language()) for duty in role.duties]}
        for role in known
        if role.duties
    ]


def service_list(on: dt.date, schemes: Sequence[str]) -> dict[str, Any]:
    """The list of services that the scheme tells residents of; without one, no lines."""
    found = find_value(SERVICE_LIST, on, schemes)
    listed = rulebook().lists.get(found.value) if found else None
    version = next((one for one in listed.versions if one.holds_on(on)), None) if listed else None
    if listed is None or version is None:
        return {"title": "", "lines": [], "is_provisional": False}
    return {
        "title": listed.label(_language()),
        "lines": [line.label(_language()) for line in version.lines],
        "is_provisional": version.provisional,
    }


def told_list_of(paper: AgreementPaper) -> dict[str, Any]:
    """The list of a paper in the version that was told, or of the day of signing."""
    listed = rulebook().lists.get(paper.service_list)
    versions = listed.versions if listed else []
    kept = next((one for one in versions if one.version == paper.service_list_version), None)
    version = kept or next((one for one in versions if one.holds_on(paper.told_list_on or paper.signed_on)), None)
    if listed is None or version is None:
        return {"title": paper.service_list, "lines": [], "is_provisional": False}
    lines = [{"label": line.label(_language()), "leading": line.leading} for line in version.lines]
    return {"title": listed.label(_language()), "lines": lines, "is_provisional": version.provisional}


def _ways(on: dt.date, schemes: Sequence[str]) -> list[dict[str, Any]]:
    """What the schemes have teams offer unasked and by internet, as title and words."""
    found = {title: find_value(key, on, schemes) for key, title in WAYS.items()}
    return [
        {"title": gettext(title), "words": [word_of(code) for code in value.value]}
        for title, value in found.items()
        if value
    ]


def package_words(on: dt.date, institution_id: UUID | None, schemes: Sequence[str]) -> list[dict[str, Any]]:
    """The packages that teams of the institution offer, with what they hold and cost a year."""
    return [
        {
            "name": offer.label(_language()),
            "price": _price(offer.price_fen),
            "own_part": _price(offer.amounts["resident"]),
            "items": offer.services(_language()),
            "is_provisional": offer.is_provisional,
        }
        for offer in packages_on_offer(on, institution_id=institution_id, schemes=schemes)
    ]


def _price(fen: int) -> str:
    return gettext("%(yuan)s 元/年") % {"yuan": yuan_text(fen)} if fen else gettext("免费")


def card_uses(on: dt.date, schemes: Sequence[str]) -> list[str]:
    """What a contact card is for (S2.3-09)."""
    found = find_value(CARD_USES, on, schemes)
    return [word_of(code) for code in found.value] if found else []


def _language() -> str:
    return get_language() or "zh-hans"
