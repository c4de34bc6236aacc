"""What the safety checks ask of a resident: allergies, kidneys, pregnancy, medicine at home."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.registry.people.terms import ResidentFacts
from jiayi.service.care import selectors as care
from jiayi.service.prescriptions.models import Prescription
from jiayi.service.prescriptions.rules.triggers import PREGNANT
from jiayi.service.prescriptions.selectors.catalogue import checked_name
from jiayi.service.prescriptions.terms import OPEN_STATES, State

NO_ALLERGY = "prescription.no_allergy_words"
TEXTS, CHOICES = ("allergies", "other_allergies"), "drug_allergies"
NONE = "none"


@dataclass(frozen=True)
class Background:
    """`allergies` is None where nobody has asked; `egfr_on` is the day of the value."""

    age: int
    pregnant: bool
    egfr: float | None
    egfr_on: dt.date | None
    allergies: list[str] | None
    held: list[dict[str, Any]]  # drug, until, given

    def facts(self) -> dict[str, Any]:
        """As prescriptions.check reads them."""
        patient = {"age": self.age, "pregnant": self.pregnant, "egfr": self.egfr, "allergies": self.allergies}
        return {"patient": {key: value for key, value in patient.items() if value is not None}, "held": self.held}


def background_of(
    facts: ResidentFacts,
    earlier: Sequence[Prescription],
    *,
    on: dt.date,
    schemes: Sequence[str],
    except_for: UUID | None = None,
) -> Background:
    """What is on record on the day; `except_for` is the order that is being changed."""
    egfr = _latest_egfr(facts.id)
    return Background(
        age=facts.age,
        pregnant=PREGNANT in facts.groups,
        egfr=egfr[0] if egfr else None,
        egfr_on=egfr[1] if egfr else None,
        allergies=_allergies(facts.id, on=on, schemes=schemes),
        held=medicine_at_home([one for one in earlier if one.id != except_for], on=on),
    )


def medicine_at_home(earlier: Sequence[Prescription], *, on: dt.date) -> list[dict[str, Any]]:
    """Drugs of the resident's orders that last beyond the day; not `given` where a part is still to be given out."""
    found = []
    for one in earlier:
        awaited = one.state in OPEN_STATES and one.opens_on is not None
        until = max(one.runs_out_on, one.ends_on) if awaited else one.runs_out_on
        if until >= on and one.state in (*OPEN_STATES, State.FINISHED):
            said = {"until": until.isoformat(), "given": not awaited}
            found += [{"drug": checked_name(item.drug)} | said for item in one.items.all()]
    return found


def _latest_egfr(resident_id: UUID) -> tuple[float, dt.date] | None:
    rows = care.trends(SystemViewer(), resident_id, ["egfr"]).get("egfr", [])
    if not rows:
        return None
    last = rows[-1]
    return float(last.number or 0), last.at.astimezone(clock.SHANGHAI).date()


def _allergies(resident_id: UUID, *, on: dt.date, schemes: Sequence[str]) -> list[str] | None:
    """Everything that the latest record of each form says; None where no form was ever asked."""
    said = find_value(NO_ALLERGY, on, schemes)
    denials = tuple(said.value) if said else ()
    told: list[str] | None = None
    for form in rulebook().forms.values():
        fields = form.fields.keys() & {*TEXTS, CHOICES}
        last = care.last_version(resident_id, form.form, before=on + dt.timedelta(days=1)) if fields else None
        for code in fields & (last.values.keys() if last else set()):
            told = (told or []) + _named(form.fields[code], last.values[code], denials)
    return told if told is None else list(dict.fromkeys(told))


def _named(field: Any, value: Any, denials: tuple[str, ...]) -> list[str]:
    if isinstance(value, list):
        return [field.choices[code].zh for code in value if code not in (NONE, "other") and code in field.choices]
    text = str(value).strip()
    return [] if not text or (denials and text.lower().startswith(denials)) else [text]
