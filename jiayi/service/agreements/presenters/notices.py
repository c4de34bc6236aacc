"""Notices to households whose agreements passed to another team, institution or doctor."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from jiayi.foundation.documents.services import qr_code
from jiayi.service.agreements.models import Agreement

from .clauses import chinese_date
from .paper import verify_address

NOTICE_TEMPLATE = "service/agreements/typst/notice.typ"


def notices_data(
    agreements: Sequence[Agreement], *, reason: str, effective_on: dt.date, base_url: str, on: dt.date
) -> dict[str, Any]:
    """What the template prints: one notice a paper; agreements come with paper, resident, team and persons."""
    by_paper: dict[UUID, list[Agreement]] = defaultdict(list)
    for agreement in agreements:
        by_paper[agreement.paper_id].append(agreement)
    common = {
        "reason": reason,
        "effective_on": chinese_date(effective_on),
        "printed_on": chinese_date(on),
    }
    return {"notices": [_notice(rows, base_url) | common for rows in by_paper.values()]}


def _notice(rows: list[Agreement], base_url: str) -> dict[str, Any]:
    first = rows[0]
    names = [one.resident.name for one in rows]
    signer = next((one.resident.name for one in rows if one.resident_id == first.paper.signer_id), names[0])
    return {
        "number": first.paper.number,
        "signer": signer,
        "institution": first.institution.name,
        "team": first.team.name,
        "responsible_person": first.responsible_person.name,
        "contact_person": first.contact_person.name,
        "phone": first.team.phone or first.institution.phone,
        "members": "、".join(names),
        "term": f"{chinese_date(first.starts_on)}至{chinese_date(first.ends_on)}",  # data, not for translation
        "qr": qr_code(verify_address(first.paper, base_url)),
    }
