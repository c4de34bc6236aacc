"""Words of examinations that are asked for, and of the results that make them needless."""

from dataclasses import dataclass
from uuid import UUID

from jiayi.foundation.core.choices import Choice


class ExaminationOutcome(Choice):
    """What came of asking for an examination."""

    USED = "used", "采用已有结果", "Existing result used"
    REPEATED = "repeated", "已说明原因后复查", "Repeated, with a reason"
    NEW = "new", "没有可互认的结果，开展检查", "Nothing to recognise, examined"


@dataclass(frozen=True, slots=True)
class ExaminationRequest:
    """An examination that is asked for. `uses`: rely on the recognised result; else `reason` says why it is repeated.

    `submission_id` makes sending twice asking once.
    """

    resident_id: UUID
    item: str  # rulebook/examinations.yaml
    submission_id: UUID
    purpose: str = ""
    uses: bool = False
    reason: str = ""  # a code of recognition.repeat_reasons
    note: str = ""
