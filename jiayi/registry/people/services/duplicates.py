"""Answer a number that has a record already, without telling of persons outside the writer's scope."""

from collections.abc import Iterator
from contextlib import contextmanager

from jiayi.foundation.base.errors import LawBroken
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people.faults import HiddenDuplicate, broken, hidden_duplicate
from jiayi.registry.people.models import Resident
from jiayi.registry.people.sealing import national_id_index
from jiayi.registry.people.terms import LookupReason
from jiayi.registry.people.visibility import visible

from .looking_up import count_lookup


def duplicate_of(*, by: Viewer, number: str) -> LawBroken:
    """The refusal: names the record where the writer may see it, else only says that there is one elsewhere."""
    known = Resident.objects.filter(national_id_index=national_id_index(number), merged_into=None)
    own = known.filter(visible(by)).first()
    if own is not None:
        refusal = broken("E_DUPLICATE_NUMBER", "national_id", name=own.name, name_en=own.name)
        refusal.breaches[0]["value"] = str(own.id)
        return refusal
    return hidden_duplicate(known.first())


@contextmanager
def counting_hidden_duplicates(*, by: Viewer) -> Iterator[None]:
    """Let a refusal that tells of a record elsewhere count as a look-up, limited like one (429 beyond the limit).

    Pages and the API put it around the whole act: the act's own transaction is undone by the refusal.
    """
    try:
        yield
    except HiddenDuplicate as refusal:
        resident = Resident.objects.filter(pk=refusal.resident_id).first()
        count_lookup(by=by, resident=resident, reason=LookupReason.VERIFICATION, explanation=refusal.code)
        raise
