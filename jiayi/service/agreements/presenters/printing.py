"""The data of many papers at once, for one file."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.service.agreements.models import Agreement, AgreementPaper
from jiayi.service.agreements.selectors import agreements_of_papers
from jiayi.service.agreements.terms import PrintState

from .paper import paper_data, person_on_paper, verify_address

TEMPLATE = "service/agreements/typst/agreement.typ"


def papers_data(viewer: Viewer, paper_ids: Sequence[UUID], *, base_url: str, on: dt.date) -> dict[str, Any]:
    """What the template prints: the papers in the order of their ids here. A steady number of queries."""
    by_paper: dict[UUID, list[Agreement]] = defaultdict(list)
    for agreement in agreements_of_papers(viewer, paper_ids):
        by_paper[agreement.paper_id].append(agreement)
    persons = _persons(viewer, [one for rows in by_paper.values() for one in rows], on)
    return {"papers": [_paper(by_paper[one], persons, base_url) for one in paper_ids if one in by_paper]}


def _persons(viewer: Viewer, agreements: list[Agreement], on: dt.date) -> dict[UUID, dict[str, str]]:
    known = {one.resident_id: one.resident for one in agreements}
    signers = {one.paper.signer_id for one in agreements} - known.keys()
    known |= {one.id: one for one in people.residents(viewer).filter(id__in=signers)}
    return {key: person_on_paper(one, on) for key, one in known.items()}


def _paper(agreements: list[Agreement], persons: dict[UUID, dict[str, str]], base_url: str) -> dict[str, Any]:
    first = agreements[0]
    address = verify_address(first.paper, base_url)
    # A signer whom the viewer may not see signs by hand: the name stays open.
    missing = dict.fromkeys(("name", "sex", "age", "national_id", "phone", "address"), "")
    return paper_data(first.paper, agreements, defaultdict(lambda: missing, persons), first.team.phone, address)


def print_state(paper: AgreementPaper) -> str:
    """未打, 已打 or 再打, in the reader's language."""
    states = (PrintState.NOT_PRINTED, PrintState.PRINTED, PrintState.REPRINTED)
    return states[min(paper.print_count, 2)].label(get_language() or "")
