"""Audit a clinic's records of a month: draw a sample, hold it against the source, have it corrected (S2.6-05)."""

import datetime as dt
import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide, rulebook, value_on
from jiayi.foundation.ui.refusals import broken, misshapen
from jiayi.insight.assurance import permissions
from jiayi.insight.assurance.due_tasks import audit_corrections
from jiayi.insight.assurance.models import AuditItem, AuditRound, FieldCheck
from jiayi.insight.assurance.rules.sampling import allocate, draw, sample_size
from jiayi.insight.assurance.selectors.audits import MonthsRecord, audit_item_for, next_month, records_of_month
from jiayi.insight.assurance.terms import AuditResult, ItemState, Verdict
from jiayi.registry.organization import selectors as organization
from jiayi.registry.tasks import services as tasks

SIZE, SHARE, MODES = "assurance.audit.size", "assurance.audit.share", "assurance.audit.mode_shares"
FAULTY = (Verdict.DIFFERS, Verdict.MISSING)
SEED_BITS = 48
Checks = Mapping[str, tuple[str, str]]  # field -> verdict, what was found


@retrying_atomic
def draw_audits(
    *, by: Viewer, month: dt.date, on: dt.date, institution_ids: Collection[UUID] | None = None, seed: int | None = None
) -> list[AuditRound]:
    """Draw the samples of a month that is over for every clinic of the viewer's institutions that has none yet.

    The seed is kept with each sample: with it the same records are drawn again (`drawn_again`).
    """
    if next_month(month) > on or month.day != 1:
        raise misshapen("E_AUDIT_MONTH", "month")
    above = organization.managed_institutions(by, permissions.AUDIT).exclude(level="village")
    chosen = [one for one in above if institution_ids is None or one.id in institution_ids]
    clinics = {one.id: one for one in organization.clinics_below([one.id for one in chosen])}
    there = set(AuditRound.objects.filter(clinic__in=clinics, month=month).values_list("clinic_id", flat=True))
    records = records_of_month(clinics.keys() - there, month)
    if not records:
        raise broken("B_AUDIT_NOTHING", month=f"{month:%Y-%m}")
    made = []
    for clinic_id, rows in records.items():
        number = secrets.randbits(SEED_BITS) if seed is None else seed
        sample, strata = _sample(rows, number, month)
        made.append((_round(by, clinics[clinic_id], month, on, len(rows), number, strata), sample))
    AuditRound.objects.bulk_create([audited for audited, _sample_of in made])
    AuditItem.objects.bulk_create([item for audited, sample in made for item in _items(audited, sample)])
    details = {"month": month.isoformat(), "samples": len(made)}
    ids = [audited.pk for audited, _sample_of in made]
    audit.record(by=by, act="assurance.draw_audit", subject_kind="record_audit", subject_ids=ids, details=details)
    return [audited for audited, _sample_of in made]


def drawn_again(audited: AuditRound) -> list[UUID]:
    """The records that the kept seed draws from the month as it stands now: the sample, if nothing changed."""
    rows = records_of_month([audited.clinic_id], audited.month).get(audited.clinic_id, [])
    return [row.record_id for row in _sample(rows, audited.seed, audited.month)[0]]


def _sample(rows: Sequence[MonthsRecord], seed: int, month: dt.date) -> tuple[list[MonthsRecord], dict[str, list[int]]]:
    day, national = month, [organization.NATIONAL]
    strata: dict[str, list[MonthsRecord]] = {}
    for row in rows:
        strata.setdefault(row.mode, []).append(row)
    size = sample_size(len(rows), least=value_on(SIZE, day, national), share=value_on(SHARE, day, national))
    sizes = {mode: len(found) for mode, found in strata.items()}
    counts = allocate(sizes, size, value_on(MODES, day, national))
    return draw(strata, counts, seed=seed), {mode: [sizes[mode], counts[mode]] for mode in strata}


def _round(
    by: Viewer, clinic: Any, month: dt.date, on: dt.date, records: int, seed: int, strata: dict[str, list[int]]
) -> AuditRound:
    return AuditRound(
        clinic=clinic,
        institution=clinic.parent,
        region_id=clinic.region_id,
        month=month,
        records=records,
        seed=seed,
        strata=strata,
        rulebook_version=rulebook().version,
        drawn_on=on,
        drawn_by_name=by.actor_name[:60],
    )


def _items(audited: AuditRound, sample: Sequence[MonthsRecord]) -> list[AuditItem]:
    return [
        AuditItem(
            round=audited,
            position=position,
            record_id=row.record_id,
            version=row.version,
            resident_id=row.resident_id,
            region_id=row.region_code,
            team_id=row.team_id,
        )
        for position, row in enumerate(sample, start=1)
    ]


@retrying_atomic
def check_record(
    *, by: Viewer, item_id: UUID, took_place: bool, checks: Checks, recorded: Mapping[str, Any], note: str, on: dt.date
) -> AuditItem:
    """Enter what was found of each field; the decision says what it comes to, and a fault is to be corrected."""
    item = _locked(by, item_id, permissions.AUDIT)
    if item.state != ItemState.PENDING:
        raise broken("B_AUDIT_CHECKED")
    if by.practitioner_id and item.record.practitioner_id == by.practitioner_id:
        raise broken("B_AUDIT_OWN")
    _require_whole(item.record.form, checks, recorded, took_place, note)
    outcome = _judged(item, took_place, checks, on)
    item.result, item.reasons, item.note = outcome["result"], outcome["reasons"], note.strip()[:500]
    item.checked_on, item.checked_by, item.checked_by_name = on, by.actor_id, by.actor_name[:60]
    _ask_for_correction(item, outcome["correct_within_days"], on)
    FieldCheck.objects.bulk_create(
        FieldCheck(item=item, field=field, recorded=recorded.get(field), verdict=verdict, found=found.strip()[:200])
        for field, (verdict, found) in checks.items()
    )
    return _saved(by, item, "check_record", on, result=item.result)


def _judged(item: AuditItem, took_place: bool, checks: Checks, on: dt.date) -> Mapping[str, Any]:
    fields = rulebook().forms[item.record.form].fields
    faulty = [code for code, (verdict, _found) in checks.items() if verdict in FAULTY]
    facts = {
        "took_place": took_place,
        "fields": len(checks),
        "faulty": len(faulty),
        "key_faulty": sum(bool(fields[code].observation) for code in faulty),
    }
    return decide("assurance.audit.result", on=on, schemes=organization.schemes_for(item.region_id, on), facts=facts)


def _require_whole(form: str, checks: Checks, recorded: Mapping[str, Any], took_place: bool, note: str) -> None:
    if checks.keys() != recorded.keys() or any(verdict not in set(Verdict) for verdict, _found in checks.values()):
        raise misshapen("E_AUDIT_VERDICTS")
    for code, (verdict, found) in checks.items():
        if verdict == Verdict.DIFFERS and not found.strip():
            label = rulebook().forms[form].fields[code]
            raise misshapen("E_AUDIT_FOUND", code, title=label.zh, title_en=label.en)
    if not took_place and not note.strip():
        raise misshapen("E_AUDIT_NOTE", "note")


def _ask_for_correction(item: AuditItem, within_days: int | None, on: dt.date) -> None:
    if item.result == AuditResult.CONSISTENT or within_days is None:
        item.state, item.closed_on = ItemState.CLOSED, on
        return
    item.state, item.asked_on, item.correct_by = ItemState.TO_CORRECT, on, on + dt.timedelta(days=within_days)


@retrying_atomic
def report_correction(*, by: Viewer, item_id: UUID, note: str, on: dt.date) -> AuditItem:
    """The clinic says how it corrected what was found; the task closes, the auditor looks at it again."""
    item = _locked(by, item_id, permissions.CORRECT)
    if item.state != ItemState.TO_CORRECT:
        raise broken("B_AUDIT_NOT_TO_CORRECT")
    if not note.strip():
        raise misshapen("E_CORRECTION_NOTE", "note")
    item.state, item.correction_note, item.corrected_on = ItemState.CORRECTED, note.strip()[:500], on
    item.corrected_by_name = by.actor_name[:60]
    return _saved(by, item, "report_correction", on)


@retrying_atomic
def accept_correction(*, by: Viewer, item_id: UUID, on: dt.date) -> AuditItem:
    """What was corrected is enough: done."""
    item = _corrected(by, item_id)
    item.state, item.closed_on = ItemState.CLOSED, on
    return _saved(by, item, "accept_correction", on)


@retrying_atomic
def return_correction(*, by: Viewer, item_id: UUID, note: str, on: dt.date) -> AuditItem:
    """It is not enough: to be corrected again, within the days of a first correction."""
    item = _corrected(by, item_id)
    if not note.strip():
        raise misshapen("E_RETURN_NOTE", "note")
    within = value_on("assurance.audit.correct_within_days", on, organization.schemes_for(item.region_id, on))
    item.note = note.strip()[:500]
    _ask_for_correction(item, within, on)
    return _saved(by, item, "return_correction", on, note=item.note)


def _corrected(by: Viewer, item_id: UUID) -> AuditItem:
    item = _locked(by, item_id, permissions.AUDIT)
    if item.state != ItemState.CORRECTED:
        raise broken("B_AUDIT_NOT_CORRECTED")
    return item


def _locked(by: Viewer, item_id: UUID, permission: str) -> AuditItem:
    lock_item(item_id)
    item = audit_item_for(by, item_id)
    permissions.require(by, permission, item.round)
    return item


def lock_item(item_id: UUID) -> None:
    """Hold the item's row until the transaction ends: two who check it at once do so one after the other."""
    AuditItem.objects.select_for_update().filter(pk=item_id).values_list("pk").first()


def _saved(by: Viewer, item: AuditItem, act: str, on: dt.date, **details: Any) -> AuditItem:
    item.save()
    tasks.restate_tasks(subject_ids=[item.pk], sources=[audit_corrections], on=on, outcome=act)
    audit.record(
        by=by,
        act=f"assurance.{act}",
        subject_kind="record_audit",
        subject_ids=[item.pk],
        resident_ids=[item.resident_id],
        details=details,
    )
    return item
