"""A resident's agreements and refusals in words: the card of the one in force, and what came before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from jiayi.foundation.base.viewer import Viewer
from jiayi.service.agreements import selectors as agreements
from jiayi.service.agreements.terms import IN_FORCE, UNSIGNED, EndReason, Kind, Payer, RefusalReason, State
from jiayi.surfaces.workstation.permissions import AGREEMENT_READ

from .promises import PromisePanel, promise_panel
from .words import choice_label

_LOOKS = {
    State.ACTIVE: ("green", "circle-check"),
    State.SCHEDULED: ("azure", "calendar-time"),
    State.SUSPENDED: ("yellow", "player-pause"),
    State.TERMINATED: ("red", "circle-x"),
    State.VOID: ("red", "circle-x"),
}


@dataclass(frozen=True)
class Payment:
    """What one payer pays for a package, in fen."""

    payer: str
    fen: int


@dataclass(frozen=True)
class PackageLine:
    """A package as promised, its price and who pays it."""

    name: str
    total_fen: int
    payments: list[Payment]


@dataclass(frozen=True)
class AgreementCard:
    """One agreement as the page shows it."""

    id: UUID
    number: str
    kind: str
    state: str
    colour: str
    icon: str
    signed_on: date
    starts_on: date
    ends_on: date
    days_left: int
    share_gone: int  # percent of the term that is over
    team: str
    team_id: UUID
    institution: str
    responsible_person: str
    packages: list[PackageLine]
    reasons: list[dict[str, Any]]
    end: str
    ended_on: date | None
    is_in_force: bool
    is_waiting: bool  # for the signature
    may_end: bool
    promises: PromisePanel | None


@dataclass(frozen=True)
class RefusalLine:
    """One refusal with its reason."""

    reason: str
    note: str
    refused_on: date
    withdrawn_on: date | None


@dataclass(frozen=True)
class Signing:
    """What is promised to a resident: in force, waiting to be signed, earlier, and refused."""

    current: list[AgreementCard]
    waiting: list[AgreementCard]
    past: list[AgreementCard]
    refusals: list[RefusalLine]

    @property
    def open_refusal(self) -> RefusalLine | None:
        return next((each for each in self.refusals if each.withdrawn_on is None), None)

    @property
    def has_principal(self) -> bool:
        return bool(self.current)


def signing_of(viewer: Viewer, resident_id: UUID, on: date, language: str) -> Signing | None:
    """A resident's agreements and refusals; None where the viewer may not see agreements."""
    if not viewer.can(AGREEMENT_READ):
        return None
    found = agreements.agreements_of_resident(viewer, resident_id)
    to_end = agreements.those_to_end(viewer, [each.id for each in found])
    cards = [
        _card(each, on, language, may_end=each.id in to_end, promises=promise_panel(viewer, each, on, language))
        for each in found
    ]
    return Signing(
        current=[card for card in cards if card.is_in_force],
        waiting=[card for card in cards if card.is_waiting],
        past=[card for card in cards if not (card.is_in_force or card.is_waiting)],
        refusals=[_refusal(each, language) for each in agreements.refusals_of_resident(viewer, resident_id)],
    )


def _card(agreement: Any, on: date, language: str, *, may_end: bool, promises: PromisePanel | None) -> AgreementCard:
    colour, icon = _LOOKS.get(agreement.state, ("secondary", "circle-dashed"))
    length = max((agreement.ends_on - agreement.starts_on).days + 1, 1)
    gone = min(max((on - agreement.starts_on).days + 1, 0), length)
    return AgreementCard(
        id=agreement.id,
        number=agreement.paper.number,
        kind=choice_label(Kind, agreement.kind, language),
        state=choice_label(State, agreement.state, language),
        colour=colour,
        icon=icon,
        signed_on=agreement.signed_on,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        days_left=max((agreement.ends_on - on).days, 0),
        share_gone=round(gone * 100 / length),
        team=agreement.team.name,
        team_id=agreement.team_id,
        institution=agreement.institution.name,
        responsible_person=agreement.responsible_person.name,
        packages=[_package(each, language) for each in agreement.packages.all()],
        reasons=agreement.reasons,
        end=choice_label(EndReason, agreement.end_reason, language),
        ended_on=agreement.ended_on,
        is_in_force=agreement.state in IN_FORCE,
        is_waiting=agreement.state in UNSIGNED,
        may_end=may_end,
        promises=promises,
    )


def _package(line: Any, language: str) -> PackageLine:
    payments = [Payment(payer.label(language), getattr(line, f"{payer.value}_fen")) for payer in Payer]
    return PackageLine(
        name=agreements.package_label(line, language),
        total_fen=line.total_fen,
        payments=[payment for payment in payments if payment.fen],
    )


def _refusal(refusal: Any, language: str) -> RefusalLine:
    reason = choice_label(RefusalReason, refusal.reason, language)
    return RefusalLine(reason, refusal.note, refusal.refused_on, refusal.withdrawn_on)


def states_of(viewer: Viewer, resident_ids: Sequence[UUID], language: str) -> dict[UUID, dict[str, str]]:
    """Of residents on a list, how they are signed; who has no agreement in force is left out. One query."""
    found = agreements.visible(viewer).filter(resident_id__in=list(resident_ids), state__in=IN_FORCE)
    states = {}
    for resident_id, state, team in found.values_list("resident_id", "state", "team__name"):
        colour, icon = _LOOKS.get(state, ("secondary", "circle-dashed"))
        states[resident_id] = {
            "label": choice_label(State, state, language),
            "colour": colour,
            "icon": icon,
            "team": team,
        }
    return states
