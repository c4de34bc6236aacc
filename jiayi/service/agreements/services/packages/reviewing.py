"""Submit a version, take it back, approve it or return it with a reason."""

import datetime as dt
from uuid import UUID

from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.agreements import permissions
from jiayi.service.agreements.faults import broken
from jiayi.service.agreements.models import PackageVersion
from jiayi.service.agreements.selectors.judging import findings
from jiayi.service.agreements.selectors.own_packages import content_of, judge_content
from jiayi.service.agreements.terms import CHANGEABLE, PackageAct, VersionState

from .locking import lock_version, record, require_state


@retrying_atomic
def submit_version(*, by: Viewer, version_id: UUID, revision: int, on: dt.date) -> PackageVersion:
    """Put a version before the bureau; LawBroken where the rulebook does not let it stand."""
    version = lock_version(by, permissions.PACKAGE_WRITE, version_id)
    require_state(version, PackageAct.SUBMITTED, CHANGEABLE, revision)
    _refuse_what_cannot_stand(version, on)
    return _move(version, VersionState.SUBMITTED, PackageAct.SUBMITTED, by=by, on=on)


@retrying_atomic
def take_back_version(*, by: Viewer, version_id: UUID, on: dt.date) -> PackageVersion:
    """Take a version back before it is decided on, to change it."""
    version = lock_version(by, permissions.PACKAGE_WRITE, version_id)
    require_state(version, PackageAct.TAKEN_BACK, {VersionState.SUBMITTED}, None)
    return _move(version, VersionState.DRAFT, PackageAct.TAKEN_BACK, by=by, on=on)


@retrying_atomic
def approve_version(*, by: Viewer, version_id: UUID, revision: int, on: dt.date) -> PackageVersion:
    """The bureau approves what it has seen; from now on the content never changes."""
    version = _under_review(by, version_id, PackageAct.APPROVED, revision)
    _refuse_what_cannot_stand(version, on)
    return _move(version, VersionState.APPROVED, PackageAct.APPROVED, by=by, on=on)


@retrying_atomic
def return_version(*, by: Viewer, version_id: UUID, revision: int, reason: str, on: dt.date) -> PackageVersion:
    """The bureau sends a version back and says why."""
    version = _under_review(by, version_id, PackageAct.RETURNED, revision)
    if not reason.strip():
        raise misshapen("E_RETURN_REASON_REQUIRED", "reason")
    return _move(version, VersionState.RETURNED, PackageAct.RETURNED, by=by, on=on, reason=reason.strip())


def _under_review(by: Viewer, version_id: UUID, act: PackageAct, revision: int) -> PackageVersion:
    version = lock_version(by, permissions.PACKAGE_APPROVE, version_id, hidden={VersionState.DRAFT})
    require_state(version, act, {VersionState.SUBMITTED}, revision)
    return version


def _refuse_what_cannot_stand(version: PackageVersion, on: dt.date) -> None:
    outcome = judge_content(content_of(version), version.package.institution.region_id, on)
    if not outcome["allowed"]:
        raise broken(findings([outcome], "breaches"))


def _move(
    version: PackageVersion, state: VersionState, act: PackageAct, *, by: Viewer, on: dt.date, reason: str = ""
) -> PackageVersion:
    version.state = state
    version.revision += 1
    version.save(update_fields=["state", "revision", "updated_at"])
    record(version, act, by=by, on=on, reason=reason)
    return version
