"""Packages of an institution in every state, for tests; every name and price is made up."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from jiayi.registry.organization.models import Institution
from jiayi.service.agreements.models import PackageVersion
from jiayi.service.agreements.services import packages as services
from jiayi.service.agreements.terms import PackageContent, PackageLine
from tests.registry.organization.factories import make_institution, make_viewer

TODAY = dt.date(2026, 11, 2)
TOMORROW = TODAY + dt.timedelta(days=1)
CONTENT = PackageContent(
    name_zh="银龄关爱包",
    name_en="Care for the old",
    grade="intermediate",
    groups=("elderly",),
    lines=(PackageLine(item="elderly_check", quantity=1), PackageLine(item="home_visit", quantity=4)),
    payers_fen={"insurance_fund": 4000, "public_health": 2000, "fiscal": 1000, "account": 500, "resident": 2501},
    service_months=12,
)


@dataclass(frozen=True)
class Place:
    """An institution, who composes its packages, and the bureau."""

    institution: Institution
    manager: Any
    bureau: Any


def make_place(institution: Institution | None = None) -> Place:
    """An institution with its manager and the bureau of its county."""
    institution = institution or make_institution()
    county = institution.region_id[:6]
    manager = make_viewer("package_read", "package_write", institutions=(institution.id,))
    bureau = make_viewer("package_read", "package_approve", regions=(county,))
    return Place(institution, manager, bureau)


def with_content(**changes: Any) -> PackageContent:
    return replace(CONTENT, **changes)


def draft(place: Place, content: PackageContent = CONTENT, *, package=None, on: dt.date = TODAY) -> PackageVersion:
    """A draft: of a new package, or the next version of one."""
    if package is None:
        return services.compose_package(by=place.manager, institution_id=place.institution.id, content=content, on=on)
    return services.compose_version(by=place.manager, package_id=package.id, content=content, on=on)


def submitted(place: Place, content: PackageContent = CONTENT, **options: Any) -> PackageVersion:
    """A version before the bureau."""
    version = draft(place, content, **options)
    on = options.get("on", TODAY)
    return services.submit_version(by=place.manager, version_id=version.id, revision=version.revision, on=on)


def approved(place: Place, content: PackageContent = CONTENT, **options: Any) -> PackageVersion:
    """A version that may be published."""
    version = submitted(place, content, **options)
    on = options.get("on", TODAY)
    return services.approve_version(by=place.bureau, version_id=version.id, revision=version.revision, on=on)


def published(
    place: Place, content: PackageContent = CONTENT, *, starts_on: dt.date | None = None, **options: Any
) -> PackageVersion:
    """A version that is on offer from a day (the usual one unless told otherwise)."""
    version = approved(place, content, **options)
    on = options.get("on", TODAY)
    return services.publish_version(by=place.manager, version_id=version.id, starts_on=starts_on or on, on=on)


def stranger() -> Any:
    """Somebody with every permission on packages, elsewhere."""
    return make_viewer("package_read", "package_write", "package_approve", regions=("420325",), institutions=(uuid4(),))
