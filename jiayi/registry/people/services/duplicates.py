"""Answer a number that has a record already, without telling of persons outside the writer's scope."""

from jiayi.foundation.base.errors import CodedError
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people.faults import broken
from jiayi.registry.people.models import Resident
from jiayi.registry.people.sealing import national_id_index
from jiayi.registry.people.terms import LookupReason
from jiayi.registry.people.visibility import visible

from .looking_up import count_lookup


def refuse_duplicate(*, by: Viewer, number: str) -> CodedError:
    """The refusal: names the record where the writer may see it, else only says that there is one elsewhere.

    The second kind tells that a number is known, so it counts as a look-up and is limited like one.
    """
    known = Resident.objects.filter(national_id_index=national_id_index(number), merged_into=None)
    own = known.filter(visible(by)).first()
    if own is not None:
        refusal = broken("E_DUPLICATE_NUMBER", "national_id", name=own.name, name_en=own.name)
        refusal.breaches[0]["value"] = str(own.id)
        return refusal
    count_lookup(by=by, resident=known.first(), reason=LookupReason.VERIFICATION, explanation="E_DUPLICATE_ELSEWHERE")
    return broken("E_DUPLICATE_ELSEWHERE", "national_id")
