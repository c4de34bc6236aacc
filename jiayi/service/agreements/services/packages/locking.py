"""A package's version under lock, and the record of what was done with it."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements.faults import forbidden
from jiayi.service.agreements.models import Package, PackageStep, PackageVersion
from jiayi.service.agreements.terms import PackageAct, VersionState


def lock_package(by: Viewer, permission: str, package_id: UUID) -> Package:
    """The package, locked until this transaction ends; NotVisible where the permission does not reach it."""
    places = organization.managed_institutions(by, permission).values("id")
    found = Package.objects.select_for_update(of=("self",)).select_related("institution")
    package = found.filter(id=package_id, institution__in=places).first()
    if package is None:
        raise NotVisible
    return package


def lock_version(by: Viewer, permission: str, version_id: UUID, *, hidden: Collection[str] = ()) -> PackageVersion:
    """The version with its package locked; one in a hidden state is as if it were not there."""
    found = PackageVersion.objects.filter(id=version_id).exclude(state__in=hidden)
    package_id = found.values_list("package_id", flat=True).first()
    if package_id is None:
        raise NotVisible
    package = lock_package(by, permission, package_id)
    version = found.select_for_update().first()
    if version is None:
        raise NotVisible
    version.package = package
    return version


def require_state(version: PackageVersion, act: PackageAct, states: Collection[str], revision: int | None) -> None:
    """Refuse an act that the version's state does not allow, or that was decided on an older content."""
    state = VersionState(version.state)
    if state not in states:
        words = {"state": state.label_zh, "state_en": state.label_en.lower()}
        raise forbidden("B_PACKAGE_STATE", act=act.label_zh, act_en=act.label_en.lower(), **words)
    if revision is not None and revision != version.revision:
        raise forbidden("B_PACKAGE_CHANGED")


def record(
    version: PackageVersion, act: PackageAct, *, by: Viewer, on: dt.date, reason: str = "", **details: Any
) -> None:
    """The step for those who see the package, and the entry in the history of changes."""
    PackageStep.objects.create(
        version=version, act=act, on=on, by=by.actor_id, by_name=by.actor_name[:60], reason=reason
    )
    audit.record(
        by=by,
        act=f"agreements.package_{act}",
        subject_kind="package",
        subject_ids=[version.id],
        details={"package": version.package.code, "version": version.number, "reason": reason} | details,
    )
