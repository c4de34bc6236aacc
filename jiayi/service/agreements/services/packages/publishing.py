"""Offer an approved version from a day on, and withdraw a package from a day on.

What was on offer on a day that has come never changes: a version that replaces another begins tomorrow at the
earliest, and so does a withdrawal.
"""

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction

from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.service.agreements import permissions
from jiayi.service.agreements.faults import forbidden
from jiayi.service.agreements.models import PackageVersion
from jiayi.service.agreements.terms import EndKind, PackageAct, VersionState

from .locking import lock_package, lock_version, record, require_state


@retrying_atomic
def publish_version(*, by: Viewer, version_id: UUID, starts_on: dt.date, on: dt.date) -> PackageVersion:
    """Offer a version from a day on; the one before it ends the day before. Until it begins the day can be moved."""
    version = lock_version(by, permissions.PACKAGE_WRITE, version_id)
    require_state(version, PackageAct.PUBLISHED, _publishable(version, on), None)
    former = _former(version)
    earliest = _earliest(former, on)
    if starts_on < earliest:
        raise forbidden("B_PUBLISH_TOO_EARLY", earliest=earliest.isoformat())
    try:
        with transaction.atomic():
            _offer(version, former, starts_on)
    except IntegrityError as error:
        raise forbidden("B_PACKAGE_OVERLAP") from error
    record(version, PackageAct.PUBLISHED, by=by, on=on, starts_on=starts_on.isoformat())
    return version


def _publishable(version: PackageVersion, on: dt.date) -> set[str]:
    is_to_come = version.starts_on is not None and version.starts_on > on
    return {VersionState.APPROVED, VersionState.PUBLISHED} if is_to_come else {VersionState.APPROVED}


def _former(version: PackageVersion) -> PackageVersion | None:
    """The version that is published before this one; refuses where a later one is."""
    published = version.package.versions.select_for_update().filter(state=VersionState.PUBLISHED)
    others = sorted(published.exclude(id=version.id), key=lambda one: one.starts_on)
    later = next((one for one in others if one.number > version.number), None)
    if later:
        raise forbidden("B_PUBLISH_ORDER", number=later.number)
    return others[-1] if others else None


def _is_open(former: PackageVersion) -> bool:
    """Whether it goes on until the next version: it has no end, or the next version was to be its end."""
    return former.ends_on is None or former.end_kind == EndKind.REPLACED


def _earliest(former: PackageVersion | None, on: dt.date) -> dt.date:
    if former is None or not (_is_open(former) or former.ends_on >= on):
        return on
    return max(on, former.starts_on) + ONE_DAY


def _offer(version: PackageVersion, former: PackageVersion | None, starts_on: dt.date) -> None:
    if version.state == VersionState.PUBLISHED:  # its former day must not meet the longer life of the one before it
        _set(version, state=VersionState.APPROVED, starts_on=None)
    if former and (_is_open(former) or former.ends_on >= starts_on):
        _set(former, ends_on=starts_on - ONE_DAY, end_kind=EndKind.REPLACED)
    _set(version, state=VersionState.PUBLISHED, starts_on=starts_on)


def _set(version: PackageVersion, **fields: object) -> None:
    for name, value in fields.items():
        setattr(version, name, value)
    version.revision += 1
    version.save(update_fields=[*fields, "revision", "updated_at"])


@retrying_atomic
def call_off_publication(*, by: Viewer, version_id: UUID, on: dt.date) -> PackageVersion:
    """A version that has not begun is not published after all; the one before it goes on."""
    version = lock_version(by, permissions.PACKAGE_WRITE, version_id)
    to_come = {VersionState.PUBLISHED} if VersionState.PUBLISHED in _publishable(version, on) else set()
    require_state(version, PackageAct.CALLED_OFF, to_come, None)
    former = _former(version)
    _set(version, state=VersionState.APPROVED, starts_on=None, ends_on=None, end_kind="")
    if former and former.end_kind == EndKind.REPLACED:
        _set(former, ends_on=None, end_kind="")
    record(version, PackageAct.CALLED_OFF, by=by, on=on)
    return version


@retrying_atomic
def withdraw_package(*, by: Viewer, package_id: UUID, from_on: dt.date, reason: str, on: dt.date) -> None:
    """Nobody is signed with the package from a day on; a version that had not begun by then is not published."""
    package = lock_package(by, permissions.PACKAGE_WRITE, package_id)
    if from_on <= on:
        raise forbidden("B_WITHDRAW_TOO_EARLY", earliest=(on + ONE_DAY).isoformat())
    published = package.versions.select_for_update().filter(state=VersionState.PUBLISHED)
    ending = [one for one in published if one.ends_on is None or one.ends_on >= from_on]
    if not ending:
        raise forbidden("B_NOTHING_TO_WITHDRAW")
    for version in ending:
        version.package = package
        if version.starts_on >= from_on:
            _set(version, state=VersionState.APPROVED, starts_on=None, ends_on=None, end_kind="")
            act = PackageAct.CALLED_OFF
        else:
            _set(version, ends_on=from_on - ONE_DAY, end_kind=EndKind.WITHDRAWN)
            act = PackageAct.WITHDRAWN
        record(version, act, by=by, on=on, reason=reason.strip(), from_on=from_on.isoformat())
