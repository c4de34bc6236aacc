"""Write agreements in bulk by COPY, in pieces, with everything that signing one would write."""

import itertools
import random
import uuid
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from jiayi.foundation.base import clock
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.rulebook import rulebook, value_on
from jiayi.registry.organization.models import Team
from jiayi.service.agreements.selectors import packages_on_offer
from jiayi.service.agreements.terms import IN_FORCE, UNSIGNED, SigningRequest, State

from .known_rates import KnownRates
from .promises import Asked, Promise, in_force
from .residents import Person, Rules

PIECE = 20_000
_TABLES = {
    "agreements_agreementpaper": (
        "id created_at updated_at number unit household_id signed_on signer_id signer_capacity document_shown sign_way "
        "verification_code copies service_list told_list_on asked"
    ),
    "agreements_agreement": (
        "id created_at updated_at paper_id resident_id household_id kind state party team_id institution_id "
        "responsible_person_id contact_person_id region_code groups package_codes signed_on starts_on ends_on "
        "ended_on end_reason end_note end_evidence end_reasons previous_id notice_from is_silent schemes "
        "rulebook_version reasons open_record_by late_reason entered_by_name guardian_id "
        "guardian_name guardian_relation channel suspension_reason suspended_on resumes_on notified_on "
        "objected_on"
    ),
    "agreements_agreementpackage": (
        "id created_at updated_at agreement_id package version items insurance_fund_fen public_health_fen "
        "fiscal_fen account_fen resident_fen"
    ),
    "people_carerelation": ("id created_at updated_at resident_id place_kind place_id purpose subject_id since until"),
    "agreements_refusal": "id created_at updated_at resident_id refused_on reason note withdrawn_on",
}
_REASONS = ("no_need", "works_elsewhere", "has_other_doctor", "distrust", "cost")

_WAYS = (
    ("full_notice", "workstation"),
    ("active", "workstation"),
    ("door_to_door", "home_visit"),
    ("group", "group_event"),
)


def _way(promise: Promise) -> tuple[str, str]:
    """How it came to the signature, and where the entry came from; everyone of a paper alike."""
    return _WAYS[promise.signed_on.toordinal() % len(_WAYS)]


def _request(promise: Promise) -> SigningRequest:
    """What a paper that waits to be signed asks for."""
    return SigningRequest(
        team_id=promise.team,
        packages=promise.packages,
        signed_on=promise.signed_on,
        resident_ids=(promise.resident.id,),
        kind=promise.kind,
        responsible_person_id=promise.doctor,
        document_shown="household_book",
        sign_way=_way(promise)[0],
        channel=_way(promise)[1],
    )


class Writer:
    """Turns what households answered into rows, and rows into tables."""

    def __init__(self, rng: random.Random, rules: dict[str, Rules], known: KnownRates, on: date) -> None:
        self._rng = rng
        self._on = on
        self._rules, self._known = rules, known
        self._offers = {offer.code: offer for offer in packages_on_offer(on)}
        self._teams = {team.id: team for team in Team.objects.all()}
        self._rows: dict[str, list[tuple]] = {table: [] for table in _TABLES}
        self._guardian_age = value_on("resident.guardian_age", on, ["national"])["years"]
        self._numbers = itertools.count(_first_serial())

    def write(self, answers: Iterable[Asked]) -> None:
        """Write all answers, a piece at a time; then the numbers of papers go on after the last one given."""
        for asked in answers:
            self._household(asked)
            if len(self._rows["agreements_agreement"]) >= PIECE:
                self._flush()
        self._flush()
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval('agreements_paper_serial', %s)", [next(self._numbers)])

    def _household(self, asked: Asked) -> None:
        papers: dict[int, tuple[UUID, bool]] = {}
        former: dict[UUID, UUID] = {}
        head = next((one.resident for one in asked.promises if one.resident.is_head), None)
        for promise in sorted(asked.promises, key=lambda one: (one.paper, not one.resident.is_head)):
            if promise.paper not in papers:
                papers[promise.paper] = self._paper(promise)
            paper, is_told = papers[promise.paper]
            made = self._agreement(promise, paper, former, head or promise.resident)
            if in_force(promise, self._on):
                self._known.add("long-prescription-awareness", promise.resident.village, is_told, 1)
            if promise.state != State.VOID:
                former[promise.resident.id] = made
        for person, refused_on in asked.refusals:
            reason = self._rng.choice(_REASONS)
            self._add("agreements_refusal", refused_on, person.id, refused_on, reason, "", None)

    def _paper(self, promise: Promise) -> tuple[UUID, bool]:
        """The paper, and whether the list of services was told of with it."""
        person, told = promise.resident, self._rng.random() < 0.9
        paper = self._add(
            "agreements_agreementpaper",
            promise.signed_on,
            f"{person.village[:6]}-{promise.signed_on.year}-{next(self._numbers):07d}",
            "person" if promise.is_alone else "household",
            None if promise.is_alone else person.household_id,
            promise.signed_on,
            person.id,
            "self" if promise.is_alone else "head" if person.is_head else "representative",
            "household_book",
            _way(promise)[0],
            f"{self._rng.getrandbits(128):032x}",
            2,
            "one-plus-ten",
            promise.signed_on if told and promise.state not in UNSIGNED else None,
            Jsonb(_request(promise).plain() if promise.state in UNSIGNED else {}),
        )
        return paper, told

    def _agreement(self, promise: Promise, paper: UUID, former: dict[UUID, UUID], head: Person) -> UUID:
        person, team = promise.resident, self._teams[promise.team]
        minor = person.id != head.id and completed_years(person.birth_date, promise.signed_on) < self._guardian_age
        agreement = self._add(
            "agreements_agreement",
            promise.signed_on,
            paper,
            person.id,
            person.household_id,
            promise.kind,
            promise.state,
            "team",
            team.id,
            team.institution_id,
            promise.doctor,
            team.leader_id,
            person.village,
            list(person.groups),
            list(promise.packages),
            promise.signed_on,
            promise.starts_on,
            promise.ends_on,
            promise.ended_on,
            promise.end_reason,
            "",
            "",
            Jsonb([]),
            former.get(person.id),
            promise.notice_from,
            False,
            list(self._rules[person.village].schemes),
            rulebook().version,
            Jsonb([]),
            promise.open_by,
            "",
            "演示数据",
            head.id if minor else None,
            "",
            "",
            _way(promise)[1],
            promise.suspension_reason,
            promise.suspended_on,
            promise.resumes_on,
            *self._told(promise),
        )
        for code in promise.packages:
            self._package(promise, agreement, code)
        if promise.state not in UNSIGNED:
            self._relations(promise, paper)
        return agreement

    def _told(self, promise: Promise) -> tuple[date | None, date | None]:
        """When the resident was told of the coming end, and objected: two in three of those that end soon were told."""
        is_soon = promise.state == "active" and promise.notice_from <= self._on
        if not is_soon or self._rng.random() > 0.66:
            return None, None
        told = min(promise.notice_from + timedelta(days=self._rng.randrange(0, 20)), self._on)
        return told, told if self._rng.random() < 0.06 else None

    def _package(self, promise: Promise, agreement: UUID, code: str) -> None:
        offer = self._offers[code]
        items, amounts = Jsonb(list(offer.items)), offer.amounts.values()
        self._add("agreements_agreementpackage", promise.signed_on, agreement, code, offer.version, items, *amounts)

    def _relations(self, promise: Promise, paper: UUID) -> None:
        team = self._teams[promise.team]
        until = None if promise.state in IN_FORCE else promise.ended_on
        places = (("institution", team.institution_id), ("team", team.id), ("practitioner", promise.doctor))
        for kind, place in places:
            values = (promise.resident.id, kind, place, "agreement", paper, promise.signed_on, until)
            self._add("people_carerelation", promise.signed_on, *values)

    def _add(self, table: str, day: date, *values: object) -> UUID:
        made_at = datetime.combine(day, time(9), clock.SHANGHAI)
        made = row_id(self._rng, made_at)
        self._rows[table].append((made, made_at, made_at, *values))
        return made

    def _flush(self) -> None:
        for table, columns in _TABLES.items():
            statement = f"COPY {table} ({', '.join(columns.split())}) FROM STDIN"
            with connection.cursor() as cursor, cursor.copy(statement) as copy:
                for row in self._rows[table]:
                    copy.write_row(row)
            self._rows[table].clear()


def row_id(rng: random.Random, at: datetime) -> UUID:
    """A time-ordered UUID whose random part is the demonstration's own, so that a size and day give the same."""
    milliseconds = int(at.timestamp() * 1000)
    value = milliseconds << 80 | 0x7 << 76 | rng.getrandbits(12) << 64 | 0b10 << 62 | rng.getrandbits(62)
    return uuid.UUID(int=value)


def _first_serial() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('agreements_paper_serial')")
        return cursor.fetchone()[0]
