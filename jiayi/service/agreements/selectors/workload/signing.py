"""What a signing would add to the load of its team, told before anything is promised."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements.models import Agreement, AgreementPackage
from jiayi.service.agreements.selectors.case import Case, Signatory
from jiayi.service.agreements.terms import RUNNING

from .measured import outcome_of, years_of
from .promised import MATERNAL, Promised, audience_of, promised_by, quantities


@dataclass(frozen=True)
class SigningWorkload:
    """The decision on the team as it stands, and as it would stand after the signing."""

    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def added_hours(self) -> float:
        return round(self.after["expected_hours"] - self.before["expected_hours"], 1)

    @property
    def warnings(self) -> list[dict[str, Any]]:
        """The warnings on the team after the signing, in words."""
        return [reason for reason in self.after["reasons"] if reason["code"] in self.after["warnings"]]


def workload_after(case: Case, *, on: dt.date) -> SigningWorkload:
    """The load of the case's team on a day, before and after its signing."""
    schemes = tuple(organization.schemes_for(case.team.region_code, on))
    before = promised_by([case.team.id], on, years=years_of([schemes], on))[case.team.id]
    after = deepcopy(before)
    for signatory in case.signatories:
        _add(after, case, signatory, schemes, on)
    return SigningWorkload(outcome_of(before, schemes, on), outcome_of(after, schemes, on))


def _add(promised: Promised, case: Case, signatory: Signatory, schemes: tuple[str, ...], on: dt.date) -> None:
    groups = signatory.facts.groups
    for offer in case.promised[signatory.facts.id]:
        promised.items.update(_meant(quantities(offer.items), groups))
    if not case.is_principal:
        return
    former = _promised_now(signatory, case)
    if former is not None:
        promised.items.subtract(_items_of(former))
        return
    promised.ages[signatory.facts.age] += 1
    recorded = [group for group in groups if group != MATERNAL]
    promised.conditions.update(recorded)
    if MATERNAL in groups and find_value("group.maternal_days", on, schemes):
        promised.conditions[MATERNAL] += 1


def _promised_now(signatory: Signatory, case: Case) -> Agreement | None:
    """The principal agreement that the team is counted with for this resident; the new one takes its place."""
    with_team = [agreement for agreement in signatory.in_force if agreement.team_id == case.team.id]
    running = [agreement for agreement in with_team if agreement.state in RUNNING]
    return next(iter(running or with_team), None)


def _items_of(agreement: Agreement) -> Counter[str]:
    found: Counter[str] = Counter()
    for lines in AgreementPackage.objects.filter(agreement=agreement).values_list("items", flat=True):
        found.update(_meant(quantities(lines), agreement.groups))
    return found


def _meant(items: dict[str, int], groups: Sequence[str]) -> dict[str, int]:
    """Of these items those that are meant for somebody in these groups."""
    return {
        item: quantity
        for item, quantity in items.items()
        if not audience_of(item) or set(audience_of(item)) & set(groups)
    }
