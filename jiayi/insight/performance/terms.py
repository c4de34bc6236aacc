"""Words of performance: where an assessment, an objection and a settlement stand."""

from dataclasses import dataclass
from uuid import UUID

from jiayi.foundation.core.choices import Choice


class AssessmentState(Choice):
    """Where an assessment stands."""

    DRAFT = "draft", "拟定", "Draft"
    OPEN = "open", "异议期", "Open to objections"
    FINAL = "final", "已定", "Final"


class ObjectionState(Choice):
    """Where an objection stands."""

    WAITING = "waiting", "待答复", "Waiting"
    UPHELD = "upheld", "成立", "Upheld"
    REJECTED = "rejected", "不成立", "Rejected"


class SettlementKind(Choice):
    """What money is divided."""

    PREPAYMENT = "prepayment", "年初预拨", "Prepayment"
    QUARTER = "quarter", "季度结算", "Quarter"
    YEAR = "year", "年终结算", "Year"


class SettlementState(Choice):
    """Where a settlement stands: two persons approve one after the other; then it is locked."""

    PROPOSED = "proposed", "待一审", "Proposed"
    CHECKED = "checked", "待二审", "Approved once"
    APPROVED = "approved", "已批准", "Approved"


class CircularState(Choice):
    """Where a circular stands; what is issued is changed no more."""

    DRAFT = "draft", "拟稿", "Draft"
    ISSUED = "issued", "已印发", "Issued"


class CircularKind(Choice):
    """What a circular says of a team."""

    PRAISE = "praise", "表扬", "Praised"
    CRITICISM = "criticism", "批评", "Criticised"


DIMENSIONS = ("number", "quality", "effect", "satisfaction", "authenticity")


@dataclass(frozen=True)
class Entered:
    """What a person adds to a team's score, with the evidence: points by dimension, and the share found true."""

    team_id: UUID
    points: dict[str, float]
    verified_share: float | None
    evidence: str
