"""A community's agreement and its members' numbers in words; the agreement as a paper."""

import datetime as dt
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from jiayi.community.communities.models import Community, CommunityAgreement
from jiayi.community.communities.terms import CommunityKind, MemberNumbers
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.wording import label_of, word_of

CHINESE = "zh-hans"


def agreement_words(agreement: CommunityAgreement | None, on: dt.date) -> dict[str, Any] | None:
    """One agreement for a page."""
    if agreement is None:
        return None
    return {
        "id": agreement.id,
        "team": agreement.team.name,
        "services": [word_of(code) for code in agreement.services],
        "rounds": agreement.rounds,
        "represented_by": agreement.represented_by,
        "signed_on": agreement.signed_on,
        "starts_on": agreement.starts_on,
        "ends_on": agreement.ended_on or agreement.ends_on,
        "end_reason": agreement.end_reason,
        "sign": _sign(agreement, on),
        "may_end": agreement.ended_on is None and agreement.ends_on >= on,
    }


def _sign(agreement: CommunityAgreement, on: dt.date) -> dict[str, str]:
    if agreement.ended_on and agreement.ended_on < on:
        words = (_("已终止"), "secondary", "player-stop")
    elif agreement.ended_on:
        words = (_("今日终止"), "orange", "player-stop")
    elif agreement.starts_on > on:
        words = (_("待生效"), "azure", "calendar")
    elif agreement.ends_on < on:
        words = (_("已到期"), "secondary", "calendar-off")
    else:
        words = (_("生效中"), "green", "circle-check")
    return dict(zip(("label", "colour", "icon"), words, strict=True))


def number_words(numbers: MemberNumbers) -> dict[str, Any]:
    """The members' standing; groups by their names."""
    known = rulebook().groups
    language = get_language() or CHINESE
    return {
        "members": numbers.members,
        "signed": numbers.signed,
        "share": f"{numbers.signed / numbers.members * 100:.0f} %" if numbers.members else "—",
        "groups": [
            {"name": known[code].label(language), "members": count, "signed": signed}
            for code, count, signed in numbers.groups
            if code in known
        ],
    }


def agreement_paper(community: Community, agreement: CommunityAgreement, on: dt.date) -> dict[str, Any]:
    """The agreement as a paper for typst, in Chinese."""
    with override(CHINESE):
        return {
            "title": "功能社区家庭医生签约服务协议",  # data, not for translation
            "unit": community.name,
            "kind": label_of(CommunityKind, community.kind),
            "address": f"{community.region.name} {community.address}".strip(),
            "contact": " ".join(word for word in (community.contact_name, community.contact_phone) if word),
            "represented_by": agreement.represented_by,
            "institution": community.institution.name,
            "team": agreement.team.name,
            "services": [word_of(code) for code in agreement.services],
            "rounds": agreement.rounds,
            "starts_on": agreement.starts_on.isoformat(),
            "ends_on": agreement.ends_on.isoformat(),
            "signed_on": agreement.signed_on.isoformat(),
            "printed_on": on.isoformat(),
        }
