"""The comparison of levels in plain words, and on paper."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.money import yuan_text
from jiayi.foundation.rulebook import RulebookError
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.agreements import selectors as agreements
from jiayi.service.insurance import selectors as insurance
from jiayi.service.insurance.terms import Circumstances, Estimate, Level, VisitKind, Way
from jiayi.service.referral import selectors as referral
from jiayi.surfaces.workstation.permissions import AGREEMENT_READ, REFERRAL_READ, REFERRAL_WRITE

CHINESE = "zh-hans"


def costs_page(viewer: Viewer, resident: Any, given: dict[str, Any], on: dt.date) -> dict[str, Any]:
    """Every level for this resident; `lacks_rates` where no scheme sets any."""
    contracted = _is_contracted(viewer, resident, on)
    episode = _open_episode(viewer, resident)
    paid = insurance.deductible_paid(episode.id) if episode else 0
    asked = Circumstances(
        visit=given["visit"],
        amount_fen=given["amount"],
        consultation_fee_fen=given["fee"] or 0,
        age=people.facts_of([resident.id], on)[resident.id].age,
        emergency=given["emergency"],
        exempt=given["exempt"],
        contracted=contracted,
        down_referral=given["down_referral"],
        episode_continues=bool(paid),
        deductible_paid_fen=paid,
    )
    schemes = organization.schemes_for(resident.region_id, on)
    page = {
        "id": resident.id,
        "name": resident.name,
        "asked": asked,
        "visit": label_of(VisitKind, asked.visit),
        "is_contracted": contracted,
        "paid_fen": paid,
        "episode": episode.number if episode else "",
        "episode_id": episode.id if episode and viewer.can(REFERRAL_WRITE) else None,
        "lacks_rates": False,
    }
    try:
        ways = insurance.ways(asked, on=on, schemes=schemes)
    except RulebookError:
        return page | {"ways": [], "lacks_rates": True}
    return page | {"ways": [_way(way) for way in ways]}


def paper(page: dict[str, Any], on: dt.date) -> dict[str, Any]:
    """The data of the paper, in Chinese."""
    with override(CHINESE):
        return {
            "name": page["name"],
            "visit": label_of(VisitKind, page["asked"].visit),
            "amount": yuan_text(page["asked"].amount_fen),
            "contracted": page["is_contracted"],
            "printed_on": on.isoformat(),
            "rows": [_paper_row(way) for way in page["ways"]],
        }


def _way(way: Way) -> dict[str, Any]:
    return {
        "way": way,
        "level": label_of(Level, way.level),
        "referred": _side(way.referred),
        "unreferred": _side(way.unreferred) if way.unreferred else None,
        "words": _words(way),
    }


def _side(one: Estimate) -> dict[str, Any]:
    return {
        "rate": f"{one.rate:.0%}",
        "own_fen": one.own_fen,
        "pool_fen": one.pool_fen,
        "deductible_fen": one.deductible_fen,
        "reasons": one.reasons,
    }


def _words(way: Way) -> str:
    if way.unreferred is None:
        return _("在家门口就诊，不需要转诊。")
    if way.dearer_fen > 0:
        return _("不经转诊要多付%(more)s元。") % {"more": yuan_text(way.dearer_fen)}
    return _("有没有转诊，报销一样。")


def _paper_row(row: dict[str, Any]) -> dict[str, str]:
    way: Way = row["way"]
    return {
        "level": label_of(Level, way.level),
        "rate": row["referred"]["rate"],
        "deductible": yuan_text(way.referred.deductible_fen),
        "pool": yuan_text(way.referred.pool_fen),
        "own": yuan_text(way.referred.own_fen),
        "unreferred": yuan_text(way.unreferred.own_fen) if way.unreferred else "—",
        "words": _words(way),
        "why": "".join(str(reason["text_zh"]) for reason in (way.unreferred or way.referred).reasons),
    }


def _is_contracted(viewer: Viewer, resident: Any, on: dt.date) -> bool:
    if not viewer.can(AGREEMENT_READ):
        return False
    rows = agreements.agreements_of_resident(viewer, resident.id)
    return any(one.state == "active" and one.starts_on <= on <= one.ends_on for one in rows)


def _open_episode(viewer: Viewer, resident: Any) -> Any:
    """The resident's open referral, whose deductibles add up; None without one."""
    if not viewer.can(REFERRAL_READ):
        return None
    return referral.only_open(referral.of_resident(viewer, resident.id)).first()
