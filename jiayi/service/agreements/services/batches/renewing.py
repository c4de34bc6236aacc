"""Renew many agreements at once: each paper by itself, whoever cannot be renewed is told with the reason."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from jiayi.foundation.base.viewer import Viewer
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.selectors.listing import visible
from jiayi.service.agreements.services.signing import sign_agreement
from jiayi.service.agreements.terms import RUNNING, Kind, RowVerdict, SigningRequest, Unit

from .rows import Outcome, tried


def renew_agreements(
    *, by: Viewer, agreement_ids: Sequence[UUID], years: int | None, on: dt.date
) -> Iterator[tuple[UUID, Outcome]]:
    """Renew those of these that run, household papers as one; an outcome for each agreement, as they are done."""
    rows = visible(by, permissions.SIGN).filter(id__in=agreement_ids, state__in=RUNNING)
    papers: dict[UUID, list[Agreement]] = defaultdict(list)
    for agreement in rows.exclude(kind=Kind.SUPPLEMENTARY).select_related("paper").order_by("paper__number", "id"):
        papers[agreement.paper_id].append(agreement)
    for agreements in papers.values():
        first = agreements[0]
        groups = [agreements] if first.paper.unit == Unit.HOUSEHOLD else [[one] for one in agreements]
        for group in groups:
            yield from _renewed(by, group, years, on)


def _renewed(by: Viewer, group: list[Agreement], years: int | None, on: dt.date) -> Iterator[tuple[UUID, Outcome]]:
    made: dict[UUID, UUID] = {}

    def act() -> Outcome:
        paper = sign_agreement(by=by, asked=renewal_request(group, years, on), on=on)
        made.update(paper.agreements.values_list("resident_id", "id"))
        return Outcome(RowVerdict.RENEWED)

    outcome = tried(act)
    for agreement in group:
        resident_id = agreement.resident_id
        its_own = {"agreement_id": made.get(resident_id), "former_id": agreement.id, "resident_id": resident_id}
        yield agreement.id, replace(outcome.of(resident_id), **its_own)


def renewal_request(group: Sequence[Agreement], years: int | None, on: dt.date) -> SigningRequest:
    """The request to renew agreements of one paper, everything as it is; `years` None is the scheme's usual term."""
    first = group[0]
    is_household = first.paper.unit == Unit.HOUSEHOLD
    return SigningRequest(
        team_id=first.team_id,
        packages=tuple(dict.fromkeys(code for one in group for code in one.package_codes)),
        signed_on=on,
        resident_ids=tuple(one.resident_id for one in group),
        household_id=first.paper.household_id if is_household else None,
        kind=Kind.RENEWAL,
        unit=first.paper.unit,
        party=first.party,
        responsible_person_id=first.responsible_person_id,
        contact_person_id=first.contact_person_id,
        guardian_id=first.guardian_id,
        guardian_name=first.guardian_name,
        guardian_relation=first.guardian_relation,
        document_shown=first.paper.document_shown,
        years=years,
    )
