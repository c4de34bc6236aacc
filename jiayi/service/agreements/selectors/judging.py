"""Put a case to the decisions of the rulebook."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from jiayi.foundation.core.dates import Period
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements.terms import Kind

from .case import Case, Signatory
from .promising import household_findings

# Breaches and warnings of the whole paper; the others are of one resident, who may be left out.
OF_THE_PAPER = {
    "B_TEAM_HOUSEHOLDS",
    "B_TEAM_PERSONS",
    "B_DOCTOR_PERSONS",
    "B_OUTSIDE_WINDOW",
    "B_TERM_TOO_LONG",
    "B_TERM_TOO_SHORT",
    "B_COURSE_REQUIRED",
    "W_TEAM_HOUSEHOLDS",
    "W_TEAM_PERSONS",
    "W_DOCTOR_PERSONS",
    "W_TEAM_NEAR_LIMIT",
}
Finding = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What the rulebook says of one resident; `starts_on` and `ends_on` are None where no term can be."""

    resident_id: UUID
    breaches: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    reasons: tuple[Finding, ...]
    starts_on: dt.date | None
    ends_on: dt.date | None
    notice_from: dt.date | None
    open_record_by: dt.date | None


@dataclass(frozen=True)
class Judgement:
    """The verdicts on a paper, and what its household may not hold; it can be signed when there is no breach."""

    verdicts: tuple[Verdict, ...] = field(default_factory=tuple)
    of_household: tuple[Finding, ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.of_household and not any(verdict.breaches for verdict in self.verdicts)

    @property
    def breaches(self) -> list[Finding]:
        """Every breach once: those of the paper alone, those of a resident with `resident` beside them."""
        found = _once((verdict.resident_id, finding) for verdict in self.verdicts for finding in verdict.breaches)
        return [*found, *self.of_household]

    @property
    def warnings(self) -> list[Finding]:
        return _once((verdict.resident_id, finding) for verdict in self.verdicts for finding in verdict.warnings)


def _once(findings: Iterable[tuple[UUID, Finding]]) -> list[Finding]:
    kept: dict[tuple[str, str], Finding] = {}
    for resident_id, finding in findings:
        of_paper = finding["code"] in OF_THE_PAPER
        whose = "" if of_paper else str(resident_id)
        kept.setdefault((finding["code"], whose), finding if of_paper else finding | {"resident": whose})
    return list(kept.values())


def judge(case: Case) -> Judgement:
    """The verdict on each resident of the case."""
    names = _other_teams(case)
    verdicts = tuple(_verdict(case, signatory, names) for signatory in case.signatories)
    terms = {one.resident_id: Period(one.starts_on, one.ends_on) for one in verdicts if one.starts_on}
    return Judgement(verdicts, household_findings(case, terms))


def _other_teams(case: Case) -> dict[str, str]:
    """The names of the other teams that residents and households are with, for the words of a breach."""
    ids = {agreement.team_id for one in case.signatories for agreement in one.in_force}
    ids |= {one.team_of_others for one in case.signatories if one.team_of_others}
    ids -= {case.team.id}
    found = organization.team_facts_of(ids, case.request.signed_on) if ids else {}
    return {str(identity): team.name for identity, team in [*found.items(), (case.team.id, case.team)]}


def _verdict(case: Case, signatory: Signatory, names: dict[str, str]) -> Verdict:
    signing = _decide(case, "agreements.signing", signing_facts(case, signatory))
    term = _kept_term(case, signatory) or _decide(case, "agreements.term", _term_facts(case, signatory))
    outcomes = [signing, term, *_second_looks(case, signatory)]
    ends_on = term["ends_on"] if term["allowed"] else None
    renewal = record = None
    if ends_on and case.is_principal:
        renewal = _decide(case, "agreements.renewal", {"ends_on": ends_on})
        record = _decide(case, "agreements.record_open_by", {})
    is_new = case.request.kind == Kind.FIRST and not signatory.in_force
    return Verdict(
        resident_id=signatory.facts.id,
        breaches=tuple(_named(finding, names) for finding in findings(outcomes, "breaches")),
        warnings=findings(outcomes, "warnings"),
        reasons=tuple(reason for outcome in (signing, term) for reason in outcome["reasons"]),
        starts_on=term["starts_on"] if ends_on else None,
        ends_on=ends_on,
        notice_from=renewal["notice_from"] if renewal else None,
        open_record_by=record["open_by"] if record and is_new else None,
    )


def _decide(case: Case, name: str, facts: dict[str, Any]) -> dict[str, Any]:
    return decide(name, on=case.request.signed_on, schemes=case.schemes, facts=facts)


def signing_facts(case: Case, signatory: Signatory) -> dict[str, Any]:
    """The facts of agreements.signing. A replacement that stays with the team joins nothing; one that moves to
    another team is judged as a newcomer there, since its former agreement ends in the same act."""
    moves = bool(signatory.replaced) and not signatory.is_counted(team_id=case.team.id)
    resident = signatory.facts
    active = None if moves else signatory.active or signatory.scheduled
    return {
        "kind": str(case.request.kind),
        "resident": {
            "age": resident.age,
            "months_resident": resident.months_resident,
            "alive": resident.alive,
            "active_team": str(active.team_id) if active else None,
            "household_team": str(signatory.team_of_others) if signatory.team_of_others else None,
            "groups": list(resident.groups),
            "has_guardian": signatory.has_guardian,
            "in_area": case.parties.in_area,
        },
        "team": {"id": str(case.team.id), "households": case.households, "persons": case.persons},
        "doctor": {
            "role": case.parties.doctor_role,
            "persons": case.doctor_persons,
            "qualifications": list(case.doctor.qualifications),
        },
        "unit": str(case.request.unit),
        "joins": {"households": case.new_households, "persons": _newcomers(case, team_id=case.team.id)},
        "is_replacement": bool(signatory.replaced) and not moves,
    }


def _newcomers(case: Case, *, team_id: UUID | None = None, doctor_id: UUID | None = None) -> int:
    if not case.is_principal:
        return 0
    return sum(not one.is_counted(team_id=team_id, doctor_id=doctor_id) for one in case.signatories)


def _second_looks(case: Case, signatory: Signatory) -> list[dict[str, Any]]:
    """What one question to agreements.signing cannot hold: a doctor who is new although the team is not, and a
    renewal where the next agreement is signed already."""
    looks = []
    facts = signing_facts(case, signatory)
    doctor_id = case.doctor.practitioner_id
    stays = signatory.is_counted(team_id=case.team.id)
    if case.is_principal and stays and not signatory.is_counted(doctor_id=doctor_id):
        joins = {"households": 0, "persons": _newcomers(case, doctor_id=doctor_id)}
        new = {"kind": "first", "joins": joins, "is_replacement": False}
        looks.append(_only(_as_newcomer(case, facts | new), "DOCTOR_PERSONS"))
    if case.request.kind == Kind.RENEWAL and signatory.scheduled and not signatory.replaced:
        looks.append(_only(_decide(case, "agreements.signing", facts | {"kind": "first"}), "ALREADY_SIGNED"))
    return looks


def _as_newcomer(case: Case, facts: dict[str, Any]) -> dict[str, Any]:
    return _decide(case, "agreements.signing", facts | {"resident": facts["resident"] | {"active_team": None}})


def _only(outcome: dict[str, Any], name: str) -> dict[str, Any]:
    """The outcome with the findings of one name alone, whatever their letter."""
    return outcome | {kind: [code for code in outcome[kind] if code[2:] == name] for kind in ("breaches", "warnings")}


def _kept_term(case: Case, signatory: Signatory) -> dict[str, Any] | None:
    """What is left of the term that a replacement keeps; None where a new term begins."""
    if not (case.request.keeps_term and signatory.replaced):
        return None
    former = signatory.replaced[0]
    starts_on = max(case.request.signed_on, former.starts_on)
    return {"starts_on": starts_on, "ends_on": former.ends_on, "allowed": True, "breaches": [], "reasons": []}


def _term_facts(case: Case, signatory: Signatory) -> dict[str, Any]:
    """A corrected renewal starts where the one it replaces did: after what went before that."""
    request = case.request
    before = signatory.previous
    if before and before in signatory.replaced:
        before = before.previous
    facts: dict[str, Any] = {"kind": str(request.kind), "signed_on": request.signed_on}
    if before and request.kind == Kind.RENEWAL:
        facts["previous_ends_on"] = before.ended_on or before.ends_on
    if request.years is not None:
        facts["years"] = request.years
    if request.course_days is not None:
        facts["course_days"] = request.course_days
    return facts


def _named(finding: Finding, names: dict[str, str]) -> Finding:
    """The finding with teams called by their names: decisions know them by their ids."""
    told = dict(finding)
    for words in ("text_zh", "text_en"):
        for identity, name in names.items():
            told[words] = told.get(words, "").replace(identity, name)
    return told


def findings(outcomes: list[dict[str, Any]], kind: str) -> tuple[Finding, ...]:
    """The reasons behind the codes under `breaches` or `warnings`, each once."""
    found: dict[str, Finding] = {}
    for outcome in outcomes:
        by_code = {reason["code"]: reason for reason in outcome["reasons"]}
        for code in outcome.get(kind, ()):
            found.setdefault(code, by_code.get(code) or {"code": code})
    return tuple(found.values())
