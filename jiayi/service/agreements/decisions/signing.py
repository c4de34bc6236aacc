"""agreements.signing: whether a resident may sign with a team and a doctor, and what to mind."""

from typing import Any, Literal

from pydantic import model_validator

from jiayi.foundation.rulebook import Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.agreements.rules import capacity, signers
from jiayi.service.agreements.rules.capacity import Load

PRIORITY_AREA, OWN_TOWNSHIP = "agreement.priority_area", "own_township"


class ResidentFacts(Facts):
    age: int = 40
    months_resident: int = 12
    alive: bool = True
    active_team: str | None = None
    household_team: str | None = None
    groups: list[str] = []
    has_guardian: bool = False
    in_area: bool = True


class TeamFacts(Facts):
    id: str = "T1"
    households: int = 0
    persons: int = 0


class DoctorFacts(Facts):
    role: str = "gp"
    persons: int = 0
    qualifications: list[str] = []


class JoinsFacts(Facts):
    households: int
    persons: int = 1


class SigningFacts(Facts):
    kind: Literal["first", "renewal", "supplementary"] = "first"
    resident: ResidentFacts = ResidentFacts()
    team: TeamFacts = TeamFacts()
    doctor: DoctorFacts = DoctorFacts()
    unit: Literal["person", "household"] = "person"
    joins: JoinsFacts
    is_replacement: bool = False

    @model_validator(mode="before")
    @classmethod
    def _household_joins_with_it(cls, given: Any) -> Any:
        """A household that signs joins as one; a person joins no household."""
        joins = given.get("joins", {})
        if not isinstance(joins, dict):
            return given
        return given | {"joins": {"households": int(given.get("unit") == "household")} | joins}


def signing(facts: SigningFacts, view: RulebookView) -> Outcome:
    """Every breach and every warning, each with the value it rests on."""
    breaches = [
        *_resident_breaches(facts, view),
        *_household_breaches(facts, view),
        *_signer_breaches(facts, view),
        *_window_breaches(facts, view),
    ]
    over = _over_cap(facts, view)
    breaches += [reason for reason in over if reason.code.startswith("B_")]
    warnings = [reason for reason in over if reason.code.startswith("W_")]
    warnings += [*_near_limit(facts, view), *_out_of_area(facts, view)]
    return {
        "allowed": not breaches,
        "breaches": [breach.code for breach in breaches],
        "warnings": list(dict.fromkeys(warning.code for warning in warnings)),
        "reasons": [*(breaches or [view.reason("SIGNING_ALLOWED")]), *warnings],
    }


def _resident_breaches(facts: SigningFacts, view: RulebookView) -> list[Reason]:
    resident, found = facts.resident, []
    if not resident.alive:
        found.append(view.reason("B_DECEASED"))
    months = view.get("resident.minimum_residence_months")
    if months is not None and resident.months_resident < months:
        words = {"months": resident.months_resident, "limit": months}
        found.append(view.reason("B_NOT_RESIDENT_LONG_ENOUGH", "resident.minimum_residence_months", **words))
    if resident.active_team is not None and facts.kind == "first" and not facts.is_replacement:
        key = "agreement.principal_per_resident"
        found.append(view.reason("B_ALREADY_SIGNED", key, team=resident.active_team))
    guardian_age = (view.get("resident.guardian_age") or {}).get("years")
    if guardian_age is not None and resident.age < guardian_age and not resident.has_guardian:
        found.append(view.reason("B_GUARDIAN_REQUIRED", "resident.guardian_age", limit=guardian_age))
    return found


def _household_breaches(facts: SigningFacts, view: RulebookView) -> list[Reason]:
    other = facts.resident.household_team
    if other in (None, facts.team.id) or not view.get("agreement.one_team_per_household"):
        return []
    return [view.reason("B_HOUSEHOLD_OTHER_TEAM", "agreement.one_team_per_household", team=other)]


def _signer_breaches(facts: SigningFacts, view: RulebookView) -> list[Reason]:
    roles = view.get("agreement.signer_roles")
    if roles is None or signers.may_sign(
        facts.doctor.role,
        roles=roles,
        conditional=view.get("agreement.conditional_signer_roles") or [],
        groups=facts.resident.groups,
        qualifications=facts.doctor.qualifications,
    ):
        return []
    zh, en = view.labels("roles", [facts.doctor.role])
    return [view.reason("B_SIGNER_NOT_QUALIFIED", "agreement.signer_roles", role=zh[0], role_en=en[0])]


def _window_breaches(facts: SigningFacts, view: RulebookView) -> list[Reason]:
    window = view.get("agreement.sign_window")
    if window is None or facts.kind not in window["kinds"]:
        return []
    if window["from_month"] <= view.on.month <= window["to_month"]:
        return []
    return [view.reason("B_OUTSIDE_WINDOW", "agreement.sign_window", **window)]


def _loads(facts: SigningFacts) -> dict[str, tuple[str, Load]]:
    """By parameter: the code's ending, and what would be held after signing."""
    nothing = capacity.joins_nothing(facts.kind, facts.is_replacement, facts.resident.active_team, facts.team.id)
    households, persons = (0, 0) if nothing else (facts.joins.households, facts.joins.persons)
    doctor = Load(facts.doctor.persons, persons)
    loads = {
        "team.max_households": ("TEAM_HOUSEHOLDS", Load(facts.team.households, households)),
        "team.max_persons": ("TEAM_PERSONS", Load(facts.team.persons, persons)),
        "doctor.max_persons": ("DOCTOR_PERSONS", doctor),
    }
    if facts.doctor.role == "village_doctor":
        loads["village_doctor.max_persons"] = ("DOCTOR_PERSONS", doctor)
    return loads


def _over_cap(facts: SigningFacts, view: RulebookView) -> list[Reason]:
    """One reason for each limit that is exceeded: a breach, or a warning where the cap only warns."""
    found: dict[str, Reason] = {}
    for key, (ending, load) in _loads(facts).items():
        cap = view.get(key)
        if cap is not None and capacity.exceeds(load, cap):
            code = f"{'B' if cap['mode'] == 'block' else 'W'}_{ending}"
            found.setdefault(code, view.reason(code, key, after=load.after, limit=cap["limit"]))
    return list(found.values())


def _near_limit(facts: SigningFacts, view: RulebookView) -> list[Reason]:
    share = view.get("team.near_limit_share")
    found = []
    for key, (ending, load) in _loads(facts).items():
        cap = view.get(key)
        if share and cap is not None and ending.startswith("TEAM") and capacity.is_near(load, cap, share):
            zh, en = view.labels("units", [key.rpartition("_")[2]])
            units = {"unit": zh[0], "unit_en": en[0]}
            words = {"after": load.after, "limit": cap["limit"], "share": f"{share:.0%}"} | units
            found.append(view.reason("W_TEAM_NEAR_LIMIT", key, **words))
    return found


def _out_of_area(facts: SigningFacts, view: RulebookView) -> list[Reason]:
    if facts.resident.in_area:
        return []
    by_township = view.get(PRIORITY_AREA) == OWN_TOWNSHIP
    return [view.reason("W_OUT_OF_TOWNSHIP" if by_township else "W_OUT_OF_AREA", PRIORITY_AREA)]


register("agreements.signing", SigningFacts, signing)
