"""Packages that institutions compose: who may see which version, what it holds, and what the rulebook says of it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import PackageVersion
from jiayi.service.agreements.selectors.packages import PackageOffer
from jiayi.service.agreements.terms import PackageContent, PackageLine, Standing, VersionState


def package_versions(viewer: Viewer) -> QuerySet[PackageVersion]:
    """Versions within reach: all for those who compose, the submitted for those who approve, the published for all."""
    place = "package__institution__in"
    shown = Q(**{place: _places(viewer, permissions.PACKAGE_WRITE)})
    shown |= Q(**{place: _places(viewer, permissions.PACKAGE_APPROVE)}) & ~Q(state=VersionState.DRAFT)
    shown |= Q(**{place: _places(viewer, permissions.PACKAGE_READ)}, state=VersionState.PUBLISHED)
    return PackageVersion.objects.filter(shown).select_related("package__institution").prefetch_related("lines")


def latest_versions(viewer: Viewer) -> QuerySet[PackageVersion]:
    """Of each package the latest version within reach."""
    found = package_versions(viewer)
    later = found.filter(package=OuterRef("package"), number__gt=OuterRef("number")).order_by()
    return found.exclude(Exists(later))


def versions_of(viewer: Viewer, package_id: UUID) -> list[PackageVersion]:
    """The versions of a package within reach with what was done, the latest first; NotVisible without any."""
    found = list(package_versions(viewer).filter(package_id=package_id).prefetch_related("steps").order_by("-number"))
    if not found:
        raise NotVisible
    return found


def own_package_names(viewer: Viewer, language: str) -> list[tuple[str, str]]:
    """Code and latest name of each package within reach that was ever published, by code. One query."""
    found = package_versions(viewer).filter(state=VersionState.PUBLISHED).prefetch_related(None).select_related(None)
    rows = found.order_by("package__code", "number").values_list("package__code", "name_zh", "name_en")
    english = language.startswith("en")
    return list({code: (code, (name_en if english else "") or name_zh) for code, name_zh, name_en in rows}.values())


def version_for(viewer: Viewer, version_id: UUID) -> PackageVersion:
    """One version; NotVisible out of reach."""
    found = package_versions(viewer).filter(id=version_id).first()
    if found is None:
        raise NotVisible
    return found


def may_at(viewer: Viewer, permission: str, institution_id: UUID) -> bool:
    """Whether the viewer holds a permission on packages at an institution."""
    return organization.managed_institutions(viewer, permission).filter(id=institution_id).exists()


def _places(viewer: Viewer, permission: str) -> QuerySet[Any]:
    return organization.managed_institutions(viewer, permission).order_by().values("id")


def standing_of(version: PackageVersion, on: dt.date) -> Standing:
    """Where a version stands on a day."""
    if version.state != VersionState.PUBLISHED:
        return Standing(version.state)
    if version.starts_on > on:
        return Standing.UPCOMING
    if version.ends_on is None or version.ends_on >= on:
        return Standing.IN_FORCE
    return Standing(version.end_kind)


def content_of(version: PackageVersion) -> PackageContent:
    """What a version holds, as it was composed."""
    return PackageContent(
        name_zh=version.name_zh,
        name_en=version.name_en,
        grade=version.grade,
        groups=tuple(version.groups),
        lines=tuple(
            PackageLine(
                item=line.item,
                quantity=line.quantity,
                interval_days=line.interval_days,
                per_household=line.per_household,
                benefit=line.benefit,
            )
            for line in version.lines.all()
        ),
        payers_fen=version.payers_fen,
        service_months=version.service_months,
        note=version.note,
    )


def judge_content(content: PackageContent, region_code: str, on: dt.date) -> dict[str, Any]:
    """agreements.package on a content, under the schemes of the institution's region."""
    payers = {str(payer): amount for payer, amount in content.payers_fen.items()}
    lines = [asdict(line) for line in content.lines]
    schemes = organization.schemes_for(region_code, on)
    return _judged(str(content.grade), content.groups, lines, payers, schemes, on)


def judge_offer(offer: PackageOffer, schemes: Sequence[str], on: dt.date) -> dict[str, Any]:
    """The same on a package on offer."""
    return _judged(offer.grade, offer.groups, offer.items, offer.amounts, schemes, on)


_OF_LINES = ("item", "quantity", "interval_days", "per_household")


def _judged(
    grade: str,
    groups: Iterable[str],
    lines: Iterable[Mapping[str, Any]],
    payers_fen: dict[str, int],
    schemes: Sequence[str],
    on: dt.date,
) -> dict[str, Any]:
    asked = [{name: line.get(name) for name in _OF_LINES} for line in lines]
    facts = {"grade": grade, "groups": list(groups), "lines": asked, "payers_fen": payers_fen}
    return decide("agreements.package", on=on, schemes=schemes, facts=facts)
