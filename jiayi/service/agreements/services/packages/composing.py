"""Compose a package, change what is not submitted yet, begin a new version, drop a draft."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import connection

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements import permissions
from jiayi.service.agreements.faults import forbidden
from jiayi.service.agreements.models import Package, PackageLine, PackageVersion
from jiayi.service.agreements.terms import (
    CHANGEABLE,
    IN_WORK,
    PACKAGE_BOUNDS,
    Grade,
    PackageAct,
    PackageContent,
    Payer,
    VersionState,
)

from .locking import lock_package, lock_version, record, require_state

_OF_LINES = ("quantity", "interval_days", "per_household")


@retrying_atomic
def compose_package(*, by: Viewer, institution_id: UUID, content: PackageContent, on: dt.date) -> PackageVersion:
    """A package of an institution with its first version, a draft."""
    place = organization.managed_institutions(by, permissions.PACKAGE_WRITE).filter(id=institution_id).first()
    if place is None:
        raise NotVisible
    _check_shape(content, place.region_id, on)
    package = Package.objects.create(institution=place, code=_next_code())
    return _begin(package, 1, content, by=by, on=on)


@retrying_atomic
def compose_version(*, by: Viewer, package_id: UUID, content: PackageContent, on: dt.date) -> PackageVersion:
    """A new version of a package, a draft; one at a time is in work, the others stay as they are."""
    package = lock_package(by, permissions.PACKAGE_WRITE, package_id)
    _check_shape(content, package.institution.region_id, on)
    in_work = package.versions.filter(state__in=IN_WORK).first()
    if in_work:
        raise forbidden("B_PACKAGE_IN_WORK", number=in_work.number)
    latest = package.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return _begin(package, latest + 1, content, by=by, on=on)


@retrying_atomic
def change_version(
    *, by: Viewer, version_id: UUID, content: PackageContent, revision: int, on: dt.date
) -> PackageVersion:
    """Change a draft or a returned version, as it was when the page was opened."""
    version = lock_version(by, permissions.PACKAGE_WRITE, version_id)
    require_state(version, PackageAct.CHANGED, CHANGEABLE, revision)
    _check_shape(content, version.package.institution.region_id, on)
    for name, value in _columns(content).items():
        setattr(version, name, value)
    version.revision += 1
    version.save()
    version.lines.all().delete()
    _write_lines(version, content)
    record(version, PackageAct.CHANGED, by=by, on=on)
    return version


@retrying_atomic
def discard_version(*, by: Viewer, version_id: UUID, revision: int, on: dt.date) -> None:
    """Drop what was never approved; a package without any version goes with it."""
    version = lock_version(by, permissions.PACKAGE_WRITE, version_id)
    require_state(version, PackageAct.DISCARDED, CHANGEABLE, revision)
    record(version, PackageAct.DISCARDED, by=by, on=on)
    package = version.package
    version.delete()
    if not package.versions.exists():
        package.delete()


def _begin(package: Package, number: int, content: PackageContent, *, by: Viewer, on: dt.date) -> PackageVersion:
    version = PackageVersion(package=package, number=number, state=VersionState.DRAFT, **_columns(content))
    version.save(force_insert=True)
    _write_lines(version, content)
    record(version, PackageAct.COMPOSED, by=by, on=on)
    return version


def _next_code() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('agreements_package_serial')")
        return f"P{cursor.fetchone()[0]:06d}"


def _columns(content: PackageContent) -> dict:
    return {
        "name_zh": content.name_zh.strip(),
        "name_en": content.name_en.strip(),
        "grade": content.grade,
        "groups": list(content.groups),
        "service_months": content.service_months,
        "note": content.note.strip(),
        **{f"{payer}_fen": content.payers_fen.get(payer, 0) for payer in Payer},
    }


def _write_lines(version: PackageVersion, content: PackageContent) -> None:
    items = rulebook().items
    PackageLine.objects.bulk_create(
        PackageLine(
            version=version,
            position=position,
            item=line.item,
            label_zh=items[line.item].zh,
            label_en=items[line.item].en,
            quantity=line.quantity,
            interval_days=line.interval_days,
            per_household=line.per_household,
            benefit=line.benefit,
        )
        for position, line in enumerate(content.lines)
    )


def _check_shape(content: PackageContent, region_code: str, on: dt.date) -> None:
    """What no package can be; what a package should not be is judged when it is submitted."""
    if not content.name_zh.strip():
        raise misshapen("E_PACKAGE_NAME", "name_zh")
    book = rulebook()
    benefits = find_value("package.benefit_classes", on, organization.schemes_for(region_code, on))
    known: Mapping[str, set[str]] = {
        "grade": set(Grade),
        "groups": set(book.open_groups),
        "payers_fen": set(Payer),
        "item": set(book.items),
        "benefit": {"", *(benefits.value if benefits else ())},
    }
    named = {"grade": [content.grade], "groups": content.groups, "payers_fen": content.payers_fen}
    named |= {name: [getattr(line, name) for line in content.lines] for name in ("item", "benefit")}
    for name, codes in named.items():
        if not set(codes) <= known[name]:
            raise misshapen("E_CODE_UNKNOWN", name)
    if len({line.item for line in content.lines}) < len(content.lines):
        raise misshapen("E_ITEM_TWICE", "lines")
    _check_numbers(content)


def _check_numbers(content: PackageContent) -> None:
    numbers = [("payers_fen", amount) for amount in content.payers_fen.values()]
    numbers += [(name, getattr(line, name)) for line in content.lines for name in _OF_LINES]
    for name, number in (*numbers, ("service_months", content.service_months)):
        least, most = PACKAGE_BOUNDS[name]
        if number is not None and not least <= number <= most:
            raise misshapen("E_OUT_OF_RANGE", name, least=least, most=most)
