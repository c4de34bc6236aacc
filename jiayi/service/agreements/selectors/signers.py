"""Who of a team may sign for whom (S0-12, S0-13), with the reason for each."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jiayi.foundation.rulebook import decide
from jiayi.registry.organization.terms import MemberFacts
from jiayi.registry.people.terms import ResidentFacts


@dataclass(frozen=True)
class SignerVerdict:
    """A member of the team: the role that may sign (or the one in the team), whom not, and why."""

    member: MemberFacts
    role: str
    refused_for: tuple[str, ...]  # names of residents
    reasons: tuple[dict[str, Any], ...]

    @property
    def allowed(self) -> bool:
        return not self.refused_for


def signer_verdicts(
    members: Sequence[MemberFacts], residents: Sequence[ResidentFacts], schemes: Sequence[str], on: dt.date
) -> list[SignerVerdict]:
    """Those who may sign for all of these residents first, then those for some, then the others."""
    found = [_verdict(member, residents, schemes, on) for member in members]
    return sorted(found, key=lambda one: (len(one.refused_for), one.member.name))


def _verdict(
    member: MemberFacts, residents: Sequence[ResidentFacts], schemes: Sequence[str], on: dt.date
) -> SignerVerdict:
    """The verdict in the role that may sign for most."""
    roles = dict.fromkeys([member.role, *member.roles])
    return min((_in_role(member, role, residents, schemes, on) for role in roles), key=lambda one: len(one.refused_for))


def _in_role(
    member: MemberFacts, role: str, residents: Sequence[ResidentFacts], schemes: Sequence[str], on: dt.date
) -> SignerVerdict:
    refused, reasons = [], {}
    for one in residents:
        facts = {"role": role, "qualifications": list(member.qualifications), "groups": list(one.groups)}
        outcome = decide("agreements.signer", on=on, schemes=schemes, facts=facts)
        if not outcome["allowed"]:
            refused.append(one.name)
        first = outcome["reasons"][0]
        reasons[first["code"]] = first
    return SignerVerdict(member, role, tuple(refused), tuple(reasons.values()))
