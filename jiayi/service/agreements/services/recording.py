"""The history of what was done with agreements."""

from collections.abc import Collection
from typing import Any

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.agreements.models import Agreement


def record(by: Viewer, act: str, agreements: Collection[Agreement], details: dict[str, Any]) -> None:
    """One entry that names these agreements and their residents."""
    audit.record(
        by=by,
        act=act,
        subject_kind="agreement",
        subject_ids=[agreement.id for agreement in agreements],
        resident_ids=list(dict.fromkeys(agreement.resident_id for agreement in agreements)),
        details=details,
    )
