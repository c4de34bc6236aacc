"""What addresses of the portal name: one thing of a resident each, to be tried by somebody else."""

from collections.abc import Callable
from typing import Any

from jiayi.foundation.base import clock
from jiayi.service.agreements.services import prepare_agreement
from jiayi.service.agreements.terms import State
from tests.service.agreements.factories import agreement_of, make_signer, request_for, sign

Maker = Callable[[Any, Any], Any]
THINGS: dict[str, Maker] = {}


def thing(name: str) -> Callable[[Maker], Maker]:
    """Register how the thing behind an argument is made for a resident of a place."""

    def enter(maker: Maker) -> Maker:
        THINGS[name] = maker
        return maker

    return enter


@thing("agreement_id")
def agreement_id(place: Any, resident: Any) -> Any:
    if not resident.agreements.exists():
        sign(place, resident, signed_on=clock.today(), by=make_signer())
    return agreement_of(resident).pk


@thing("paper_id")
def paper_id(place: Any, resident: Any) -> Any:
    today = clock.today()
    asked = request_for(place, resident, signed_on=today, kind="renewal" if resident.agreements.exists() else "first")
    return prepare_agreement(by=make_signer(), asked=asked, on=today, state=State.PENDING).pk
