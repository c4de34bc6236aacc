"""Keep the regions: bulk import of the national lists, population, buildings."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from os.path import commonprefix

from django.db.models import Q

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.pinyin import text_initials
from jiayi.registry.organization.divisions import Division, by_level, check_divisions, complete_below, is_code
from jiayi.registry.organization.models import Building, Region
from jiayi.registry.organization.permissions import AREA_WRITE, INSTITUTION_WRITE, require_over
from jiayi.registry.organization.selectors.regions import ancestor_codes
from jiayi.registry.organization.services.laws import breach, kept_by

BATCH = 5000
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RegionsReport:
    """How many regions an import created, changed, closed and left as they were."""

    created: int = 0
    changed: int = 0
    closed: int = 0
    unchanged: int = 0


@retrying_atomic
def import_regions(
    *,
    by: Viewer,
    rows: Iterable[Division],
    on: date,
    source: str = "",
    whole: str | None = None,
    progress: Progress | None = None,
) -> RegionsReport:
    """Take a list of divisions over; a second time it changes nothing.

    What lies below `whole` (by default the lowest codes that hold the whole list) and is no longer listed is
    closed with the day before `on`; what comes back is opened again. Refuses with DivisionsError.
    """
    rows = list(rows)
    known = {region.code: region for region in Region.objects.filter(_touched(rows))}
    check_divisions(rows, known, whole)
    complete = [whole] if whole else complete_below(rows)
    for code in complete:
        require_over(by, INSTITUTION_WRITE, code)
    first_time = not any(code in known for code in complete)
    written = [_merged(row, known.get(row.code), None if first_time else on) for row in rows]
    _write(rows, [region for region in written if region], progress)
    report = RegionsReport(
        created=sum(row.code not in known for row in rows),
        changed=sum(region is not None and region.code in known for region in written),
        closed=_close_missing(complete, {row.code for row in rows}, on),
        unchanged=sum(region is None for region in written),
    )
    audit.record(
        by=by,
        act="organization.import_regions",
        subject_kind="region",
        subject_ids=complete,
        details={**asdict(report), "source": source, "on": on},
    )
    return report


def _touched(rows: list[Division]) -> Q:
    """The known regions that a list can meet: all below the code that its codes begin with, and those above."""
    codes = [row.code for row in rows if is_code(row.code)]
    if not codes:
        return Q(pk__in=[])
    common = commonprefix(codes)
    return Q(code__startswith=common) | Q(code__in=ancestor_codes(common))


def _merged(row: Division, known: Region | None, new_since: date | None) -> Region | None:
    """The region to write, or None where nothing differs."""
    if known and known.name == row.name and known.valid_until is None:
        return None
    return Region(
        code=row.code,
        name=row.name,
        name_initials=text_initials(row.name)[:80],
        level=row.level,
        parent_id=row.parent or None,
        valid_from=known.valid_from if known else new_since,
        population=known.population if known else None,
    )


def _write(rows: list[Division], written: list[Region], progress: Progress | None) -> None:
    by_code = {region.code: region for region in written}
    done = 0
    for group in by_level(rows):
        for start in range(0, len(group), BATCH):
            part = group[start : start + BATCH]
            Region.objects.bulk_create(
                [by_code[row.code] for row in part if row.code in by_code],
                update_conflicts=True,
                unique_fields=["code"],
                update_fields=["name", "name_initials", "valid_until", "replaced_by"],
            )
            done += len(part)
            if progress:
                progress(done, len(rows))


def _close_missing(complete: list[str], listed: set[str], on: date) -> int:
    inside = Q(pk__in=[])
    for code in complete:
        inside |= Q(code__startswith=code)
    missing = Region.objects.filter(inside, valid_until=None).exclude(code__in=listed | set(complete))
    return missing.update(valid_until=on - timedelta(days=1))


@retrying_atomic
def set_population(*, by: Viewer, region_code: str, population: int | None) -> Region:
    """Set how many people live in a region; None where it is unknown."""
    region = Region.objects.select_for_update().filter(code=region_code).first()
    if region is None or not _keeps(by, region_code):
        raise NotVisible
    before, region.population = region.population, population
    region.save(update_fields=["population"])
    audit.record(
        by=by,
        act="organization.set_population",
        subject_kind="region",
        subject_ids=[region_code],
        details={"population": [before, population]},
    )
    return region


@retrying_atomic
def place_village(
    *, by: Viewer, region_code: str, latitude: Decimal | None, longitude: Decimal | None, reach: int | None
) -> Region:
    """Say where a village's middle lies (degrees, WGS 84) and how many metres its houses reach; all None: unknown."""
    region = Region.objects.select_for_update().filter(code=region_code, level="village").first()
    if region is None or not _keeps(by, region_code):
        raise NotVisible
    region.latitude, region.longitude, region.reach = latitude, longitude, reach
    region.save(update_fields=["latitude", "longitude", "reach"])
    audit.record(
        by=by,
        act="organization.place_village",
        subject_kind="region",
        subject_ids=[region_code],
        details={"latitude": latitude, "longitude": longitude, "reach": reach},
    )
    return region


@retrying_atomic
def add_building(*, by: Viewer, region_code: str, name: str, population: int | None, on: date) -> Building:
    """Add a building by which a village may be divided (S2.3-08)."""
    if not (_keeps(by, region_code) and Region.objects.filter(code=region_code, level="village").exists()):
        raise NotVisible
    with kept_by({"building_name_once": lambda: breach("B_BUILDING_NAME_TAKEN", on=on, name=name)}):
        building = Building.objects.create(region_id=region_code, name=name.strip(), population=population)
    audit.record(
        by=by,
        act="organization.add_building",
        subject_kind="building",
        subject_ids=[building.id],
        details={"region": region_code, "name": building.name, "population": population},
    )
    return building


def _keeps(by: Viewer, region_code: str) -> bool:
    return any(by.scope(permission).holds_region(region_code) for permission in (INSTITUTION_WRITE, AREA_WRITE))
