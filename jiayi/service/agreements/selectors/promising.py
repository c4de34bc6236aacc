"""Which package of a paper goes to which member, and how many of a household would hold a limited service."""

from collections import defaultdict
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from jiayi.foundation.core.dates import Period
from jiayi.foundation.rulebook import decide
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.agreements.models import AgreementPackage
from jiayi.service.agreements.rules.packages import Holding, most_at_once
from jiayi.service.agreements.terms import IN_FORCE, SigningRequest

from .packages import PackageOffer

if TYPE_CHECKING:
    from .case import Case

Terms = dict[UUID, Period]


def promised_to(
    request: SigningRequest, resident_ids: Sequence[UUID], offers: Sequence[PackageOffer]
) -> dict[UUID, tuple[PackageOffer, ...]]:
    """By resident the packages they get: those of everybody, and those they are named for. BadShape where somebody
    else is named, or a member would get nothing."""
    named = {code: set(holders) for code, holders in request.package_holders.items()}
    if set(named) - set(request.packages) or any(not one or one - set(resident_ids) for one in named.values()):
        raise misshapen("E_PACKAGE_HOLDER", "packages")
    found = {
        resident: tuple(offer for offer in offers if resident in named.get(offer.code, {resident}))
        for resident in resident_ids
    }
    if not all(found.values()):
        raise misshapen("E_MEMBER_WITHOUT_PACKAGE", "packages")
    return found


def household_findings(case: "Case", terms: Terms) -> tuple[dict[str, Any], ...]:
    """The breaches of what a household may hold, were the paper signed with these terms. One query at most."""
    joining = _joining(case, terms)
    if not joining:
        return ()
    held = _held(case, list(joining))
    facts = [
        {"item": item, "limit": limit, "after": _after(held[item] + holdings, holdings)}
        for item, (limit, holdings) in sorted(joining.items())
    ]
    outcome = decide(
        "agreements.household_limits", on=case.request.signed_on, schemes=case.schemes, facts={"items": facts}
    )
    return tuple(reason for reason in outcome["reasons"] if reason["code"] in outcome["breaches"])


def _after(holdings: list[Holding], joining: list[Holding]) -> int:
    return max(most_at_once(holdings, one.period) for one in joining)


def _joining(case: "Case", terms: Terms) -> dict[str, tuple[int, list[Holding]]]:
    """By limited item the lowest limit, and who of the paper would hold it when."""
    found: dict[str, tuple[int, list[Holding]]] = {}
    for resident, offers in case.promised.items():
        for offer in offers if resident in terms else ():
            for item, limit in offer.household_limits.items():
                least, holdings = found.get(item, (limit, []))
                found[item] = (min(least, limit), [*holdings, Holding(resident, terms[resident])])
    return found


def _held(case: "Case", items: list[str]) -> dict[str, list[Holding]]:
    """Who of the household holds these items already, as limited ones, through agreements that stay."""
    found: dict[str, list[Holding]] = defaultdict(list)
    if case.asked.household_id is None:
        return found
    rows = AgreementPackage.objects.filter(
        reduce(or_, (Q(items__contains=[{"item": item}]) for item in items)),
        agreement__household_id=case.asked.household_id,
        agreement__state__in=IN_FORCE,
    )
    rows = rows.exclude(agreement__in=[old.id for one in case.signatories for old in one.replaced])
    for lines, resident, starts_on, ends_on in rows.values_list(
        "items", "agreement__resident_id", "agreement__starts_on", "agreement__ends_on"
    ):
        for line in lines:
            if line["item"] in items and line.get("per_household"):
                found[line["item"]].append(Holding(resident, Period(starts_on, ends_on)))
    return found
