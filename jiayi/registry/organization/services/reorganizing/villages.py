"""Villages merge into one, or get another name."""

from collections.abc import Sequence
from datetime import date

from jiayi.foundation.base import events
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.journal import Journal
from jiayi.foundation.base.periods import not_over
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.foundation.core.pinyin import text_initials
from jiayi.registry.organization.events import VillagesMerged
from jiayi.registry.organization.models import Area, Building, Institution, Region, Reorganization, Responsibility
from jiayi.registry.organization.permissions import REORGANIZE, require_over
from jiayi.registry.organization.services.laws import breach, misshapen, refuse
from jiayi.registry.organization.services.teams import end_or_drop
from jiayi.registry.organization.terms import RegionLevel, ReorganizationKind

from .acts import begin, finish


@retrying_atomic
def merge_villages(*, by: Viewer, codes: Sequence[str], into_code: str, reason: str, on: date) -> Reorganization:
    """Villages become part of another from a day: residents, households, agreements and areas pass to its code.

    The former codes stay known and lead to the new one. Residents keep their teams; areas of the former villages
    end, and the one village's area holds for all.
    """
    if not codes or into_code in codes:
        misshapen(breach("E_NOTHING_TO_MERGE", on=on))
    villages = _locked([*codes, into_code])
    into = villages.pop(into_code)
    act, journal = _begin(by, ReorganizationKind.MERGE_VILLAGES, [*villages.values(), into], [into.name], reason, on)
    if not Area.objects.filter(not_over(on), region=into).exists():
        refuse(breach("B_VILLAGE_WITHOUT_TEAM", on=on, name=into.name))
    for village in villages.values():
        for model in (Area, Responsibility):
            for row in list(model.objects.filter(not_over(on), region=village).order_by("id")):
                end_or_drop(row, on, journal)
        journal.update(Building.objects.filter(region=village), closed_on=on - ONE_DAY)
        journal.update(Institution.objects.filter(region=village), region_id=into.code)
        journal.update(Region.objects.filter(code=village.code), valid_until=on - ONE_DAY, replaced_by_id=into.code)
    _add_population(journal, into, villages.values())
    events.publish(VillagesMerged(act.id, tuple(villages), into.code, on))
    return finish(by, act)


@retrying_atomic
def rename_village(*, by: Viewer, code: str, name: str, reason: str, on: date) -> Reorganization:
    """Give a village another name; its code and everything that stands on it stay."""
    village = _locked([code])[code]
    if not name.strip() or name.strip() == village.name:
        misshapen(breach("E_NOTHING_TO_RENAME", on=on))
    act, journal = _begin(by, ReorganizationKind.RENAME_VILLAGE, [village], [name.strip()], reason, on)
    initials = text_initials(name.strip())[:80]
    journal.update(Region.objects.filter(code=code), name=name.strip()[:80], name_initials=initials)
    return finish(by, act)


def _begin(
    by: Viewer, kind: ReorganizationKind, villages: Sequence[Region], following: Sequence[str], reason: str, on: date
) -> tuple[Reorganization, Journal]:
    """The act at the township's institution; the villages themselves must lie in the viewer's reach."""
    for village in villages:
        require_over(by, REORGANIZE, village.code)
    served = Institution.objects.filter(region_id=villages[-1].parent_id, closed_on=None).order_by("kind", "id")
    places = served.first() or Institution.objects.filter(region_id=villages[-1].code).first()
    if places is None:
        raise NotVisible
    former = [village.name for village in villages]
    return begin(by=by, kind=kind, institutions=[places], former=former, following=following, reason=reason, on=on)


def _locked(codes: Sequence[str]) -> dict[str, Region]:
    rows = Region.objects.select_for_update().filter(code__in=codes, level=RegionLevel.VILLAGE, valid_until=None)
    found = {region.code: region for region in rows.order_by("code")}
    if len(found) < len(set(codes)):
        raise NotVisible
    return {code: found[code] for code in codes}


def _add_population(journal: Journal, into: Region, villages) -> None:
    known = [village.population for village in villages if village.population]
    if known:
        journal.update(Region.objects.filter(code=into.code), population=(into.population or 0) + sum(known))
