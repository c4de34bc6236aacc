"""Show personal numbers in full, with the reason kept."""

from collections.abc import Sequence
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people.faults import breach, misshapen
from jiayi.registry.people.models import Resident
from jiayi.registry.people.particulars import NUMBERS
from jiayi.registry.people.sealing import number_of
from jiayi.registry.people.selectors.residents import resident_for
from jiayi.registry.people.wording import free_text


@retrying_atomic
def reveal_phones(*, by: Viewer, residents: Sequence[Resident], reason: str) -> dict[UUID, str]:
    """The mobile numbers of residents whom the caller has found for this viewer, by id; the audit keeps who and why."""
    audit.record_reads(
        by=by,
        act="people.reveal_numbers",
        resident_ids=[resident.id for resident in residents],
        details={"numbers": ["phone"], "reason": free_text(reason)},
    )
    return {resident.id: number_of(resident, "phone") for resident in residents}


@retrying_atomic
def reveal_numbers(*, by: Viewer, resident_id: UUID, names: tuple[str, ...], reason: str) -> dict[str, str]:
    """These numbers of a resident ("national_id", "phone", …) in full; the audit keeps who asked and why."""
    if not reason.strip():
        raise misshapen([breach("E_REASON_MISSING", "reason")])
    if any(name not in NUMBERS for name in names):
        raise misshapen([breach("E_CODE_UNKNOWN", "names")])
    resident = resident_for(by, resident_id)
    audit.record_read(
        by=by,
        act="people.reveal_numbers",
        resident_ids=[resident.id],
        details={"numbers": list(names), "reason": free_text(reason)},
    )
    return {name: number_of(resident, name) for name in names}
