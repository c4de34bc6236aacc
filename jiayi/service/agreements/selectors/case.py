"""Everything a signing is judged by, read once: the team, the doctor, the residents and their agreements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import MemberFacts, TeamFacts
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentFacts
from jiayi.service.agreements.models import Agreement, DoctorLoad, HouseholdTeam, TeamLoad
from jiayi.service.agreements.terms import IN_FORCE, RUNNING, Kind, SigningRequest, State

from .asking import Asked
from .packages import PackageOffer, packages_named
from .parties import Parties, parties_of
from .promising import promised_to

_BEFORE = (*RUNNING, State.RENEWED, State.EXPIRED, State.TERMINATED)


@dataclass(frozen=True)
class Signatory:
    """One resident of the paper, and the principal agreements that bear on the new one."""

    facts: ResidentFacts
    active: Agreement | None
    scheduled: Agreement | None
    previous: Agreement | None
    replaced: tuple[Agreement, ...]
    team_of_others: UUID | None  # the team that the rest of the household is signed with
    has_guardian: bool

    @property
    def in_force(self) -> list[Agreement]:
        return [agreement for agreement in (self.active, self.scheduled) if agreement]

    def is_counted(self, *, team_id: UUID | None = None, doctor_id: UUID | None = None) -> bool:
        """Whether the team, or the doctor, already counts this resident."""
        return any(
            agreement.team_id == team_id or agreement.responsible_person_id == doctor_id for agreement in self.in_force
        )


@dataclass(frozen=True)
class Case:
    """A signing with all its facts, on the day it was signed."""

    request: SigningRequest
    asked: Asked
    schemes: tuple[str, ...]
    region_code: str
    parties: Parties
    households: int  # those the team has now
    persons: int
    doctor_persons: int
    new_households: int  # those that come with this paper
    signatories: tuple[Signatory, ...]
    offers: tuple[PackageOffer, ...]
    promised: dict[UUID, tuple[PackageOffer, ...]]  # by resident, those of the offers that they get

    @property
    def team(self) -> TeamFacts:
        return self.parties.team

    @property
    def doctor(self) -> MemberFacts:
        return self.parties.doctor

    @property
    def is_principal(self) -> bool:
        return self.request.kind != Kind.SUPPLEMENTARY


def load_case(request: SigningRequest, asked: Asked) -> Case:
    """The case of these residents; BadShape for an impossible party, or a package that is not on offer."""
    day, team = request.signed_on, asked.team
    residents = people.facts_of(asked.resident_ids, day)
    if len(residents) < len(asked.resident_ids):
        raise NotVisible
    region_code = residents[asked.resident_ids[0]].region_code
    schemes = tuple(organization.schemes_for(region_code, day))
    parties = parties_of(request, team, region_code, schemes)
    signatories = _signatories(request, [residents[one] for one in asked.resident_ids])
    offers = packages_named(request.packages, day, institution_id=team.institution_id, schemes=schemes)
    load = TeamLoad.objects.filter(team_id=team.id).first()
    doctor = DoctorLoad.objects.filter(practitioner_id=parties.doctor.practitioner_id).first()
    return Case(
        request=request,
        asked=asked,
        schemes=schemes,
        region_code=region_code,
        parties=parties,
        households=load.households if load else 0,
        persons=load.persons if load else 0,
        doctor_persons=doctor.persons if doctor else 0,
        new_households=_new_households(signatories, team.id) if request.kind != Kind.SUPPLEMENTARY else 0,
        signatories=signatories,
        offers=tuple(offers),
        promised=promised_to(request, asked.resident_ids, offers),
    )


def principals_of(resident_ids: Sequence[UUID]) -> dict[UUID, list[Agreement]]:
    """The principal agreements of residents that are or were in force, the oldest first. One query."""
    found: dict[UUID, list[Agreement]] = defaultdict(list)
    rows = Agreement.objects.filter(resident_id__in=resident_ids, state__in={*IN_FORCE, *_BEFORE})
    for agreement in rows.exclude(kind=Kind.SUPPLEMENTARY).select_related("previous").order_by("starts_on", "id"):
        found[agreement.resident_id].append(agreement)
    return found


def _signatories(request: SigningRequest, residents: list[ResidentFacts]) -> tuple[Signatory, ...]:
    principals = principals_of([resident.id for resident in residents])
    others = _teams_of_others(residents, request.team_id)
    found = tuple(_signatory(request, resident, principals[resident.id], others) for resident in residents)
    if request.is_replacement and not any(signatory.replaced for signatory in found):
        raise misshapen("E_NOTHING_TO_REPLACE")
    return found


def _signatory(
    request: SigningRequest, resident: ResidentFacts, principals: list[Agreement], others: dict[UUID, UUID]
) -> Signatory:
    active = next((row for row in principals if row.state in RUNNING), None)
    scheduled = next((row for row in principals if row.state == State.SCHEDULED), None)
    before = [row for row in principals if row.state != State.SCHEDULED]
    return Signatory(
        facts=resident,
        active=active,
        scheduled=scheduled,
        previous=before[-1] if before else None,
        replaced=_replaced(request, active, scheduled),
        team_of_others=others.get(resident.household_id) if resident.household_id else None,
        has_guardian=resident.has_guardian or bool(request.guardian_id or request.guardian_name),
    )


def _replaced(request: SigningRequest, active: Agreement | None, scheduled: Agreement | None) -> tuple[Agreement, ...]:
    """What a replacement ends: all that is in force; where the term is kept, the one whose term it is."""
    in_force = tuple(row for row in (active, scheduled) if row) if request.is_replacement else ()
    return in_force[:1] if request.keeps_term else in_force


def _teams_of_others(residents: list[ResidentFacts], team_id: UUID) -> dict[UUID, UUID]:
    """By household: the team that members outside of this paper are signed with, another team before this one."""
    households = {resident.household_id for resident in residents if resident.household_id}
    if not households:
        return {}
    rows = Agreement.objects.filter(household_id__in=households, state__in=IN_FORCE).exclude(kind=Kind.SUPPLEMENTARY)
    rows = rows.exclude(resident_id__in=[resident.id for resident in residents])
    found: dict[UUID, UUID] = {}
    for household_id, signed_team in rows.values_list("household_id", "team_id").distinct():
        if found.get(household_id, team_id) == team_id:
            found[household_id] = signed_team
    return found


def _new_households(signatories: tuple[Signatory, ...], team_id: UUID) -> int:
    """How many of their households the team does not count yet."""
    households = {signatory.facts.household_id for signatory in signatories if signatory.facts.household_id}
    counted = HouseholdTeam.objects.filter(household_id__in=households, team_id=team_id, persons__gt=0)
    return len(households) - counted.count()
