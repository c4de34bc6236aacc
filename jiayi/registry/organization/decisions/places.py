"""Whether areas leave gaps or overlap, and what share of a region's places the service has reached."""

from typing import Annotated

from pydantic import Field

from jiayi.foundation.rulebook import Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.registry.organization import rules

PARTITION = "area.partition_required"
SERVED = "system_coverage.target"
WORKSTATION = "institution.village_workstation"


class PartitionFacts(Facts):
    units: list[str]
    teams: dict[str, list[str]]


class ServedFacts(Facts):
    villages: Annotated[int, Field(ge=0)]
    served: Annotated[int, Field(ge=0)]


class EquippedFacts(Facts):
    villages: Annotated[int, Field(ge=0)]
    equipped: Annotated[int, Field(ge=0)]


def area_partition(facts: PartitionFacts, view: RulebookView) -> Outcome:
    """Whether the teams' areas cover the units without gap, overlap or foreign code (S2.2-09)."""
    partition = rules.partition_of(facts.units, facts.teams)
    found = {"AREA_GAP": partition.gaps, "AREA_OVERLAP": partition.overlaps, "AREA_UNKNOWN": partition.unknown}
    reasons: list[Reason] = [
        view.reason(code, PARTITION, units="、".join(units)) for code, units in found.items() if units
    ]
    return {
        "complete": partition.complete,
        "gaps": list(partition.gaps),
        "overlaps": list(partition.overlaps),
        "unknown": list(partition.unknown),
        "reasons": reasons or [view.reason("AREA_COMPLETE", PARTITION)],
    }


def villages_served(facts: ServedFacts, view: RulebookView) -> Outcome:
    """The share of villages that a team answers for, and whether it reaches the target (S2.2-01, S3-03).

    `share` is None without villages, `reached` without villages or target.
    """
    reason = view.reason("VILLAGES_SERVED", SERVED, villages=facts.villages, served=facts.served)
    return _share(facts.served, facts.villages, view.get(SERVED), reason)


def villages_equipped(facts: EquippedFacts, view: RulebookView) -> Outcome:
    """The share of villages with a family-doctor workstation; all of them are to have one where a scheme says so
    (S2.4-22), `target` is None elsewhere."""
    reason = view.reason("VILLAGES_EQUIPPED", WORKSTATION, villages=facts.villages, equipped=facts.equipped)
    return _share(facts.equipped, facts.villages, 1.0 if view.get(WORKSTATION) else None, reason)


def _share(reached: int, whole: int, target: float | None, reason: Reason) -> Outcome:
    share = reached / whole if whole else None
    return {
        "share": share,
        "target": target,
        "reached": None if share is None or target is None else share >= target,
        "reasons": [reason],
    }


register("organization.villages.served", ServedFacts, villages_served)
register("organization.villages.equipped", EquippedFacts, villages_equipped)
register("organization.areas.partition", PartitionFacts, area_partition)
