"""Sample cases of referral and judge them; keep the partners of the county."""

import datetime as dt
import random
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.referral import permissions
from jiayi.service.referral.models import CaseAudit, Partner, Referral
from jiayi.service.referral.selectors.supervision import case_for, to_sample
from jiayi.service.referral.terms import AuditVerdict, Sanction

LARGEST = 100


@retrying_atomic
def draw_cases(*, by: Viewer, since: dt.date, until: dt.date, size: int, on: dt.date) -> list[CaseAudit]:
    """Draw referrals of a period that were not audited before, by lot; fewer where there are fewer."""
    if not by.can(permissions.AUDIT_CASES):
        raise NotVisible
    if not 1 <= size <= LARGEST or since > until:
        raise misshapen("E_SAMPLE", "size")
    ids = sorted(to_sample(by, since, until).values_list("id", flat=True))
    drawn = random.Random(f"{since} {until} {on} {len(ids)}").sample(ids, min(size, len(ids)))
    made = CaseAudit.objects.bulk_create(
        [CaseAudit(referral_id=one, drawn_on=on, drawn_by_name=by.actor_name[:60]) for one in drawn]
    )
    residents = list(Referral.objects.filter(id__in=drawn).values_list("resident_id", flat=True))
    audit.record(by=by, act="referral.draw_cases", resident_ids=residents, details={"drawn": len(made)})
    return made


@retrying_atomic
def judge_case(
    *,
    by: Viewer,
    case_id: UUID,
    verdict: str,
    on: dt.date,
    faults: str = "",
    sanction: str = "",
    correct_by: dt.date | None = None,
) -> CaseAudit:
    """What the audit found; a breach says what, which sanction, and by when it is put right (S4-81)."""
    found = case_for(by, case_id)
    if not by.can(permissions.AUDIT_CASES):
        raise NotVisible
    is_breach = verdict == AuditVerdict.BREACH
    if verdict not in set(AuditVerdict) or (verdict != AuditVerdict.PROPER and not faults.strip()):
        raise misshapen("E_CASE_FAULTS", "faults")
    if is_breach and (sanction not in set(Sanction) or correct_by is None or correct_by < on):
        raise misshapen("E_CASE_SANCTION", "sanction")
    case = CaseAudit.objects.select_for_update(of=("self",)).get(id=found.id)
    if case.verdict:
        raise misshapen("E_CASE_JUDGED")
    case.verdict, case.faults, case.judged_on = verdict, faults.strip()[:300], on
    case.judged_by_name = by.actor_name[:60]
    case.sanction, case.correct_by = (sanction, correct_by) if is_breach else ("", None)
    case.save()
    _note(by, "judge_case", found, verdict=verdict, sanction=case.sanction)
    return case


@retrying_atomic
def correct_case(*, by: Viewer, case_id: UUID, correction: str, on: dt.date) -> CaseAudit:
    """What was put right, by the institution that referred. Twice is once."""
    found = case_for(by, case_id)
    if not permissions.takes_part(by, found.referral):
        raise NotVisible
    if found.verdict != AuditVerdict.BREACH or not correction.strip():
        raise misshapen("E_CASE_CORRECTION", "correction")
    if found.corrected_on is None:
        found.corrected_on, found.correction = on, correction.strip()[:300]
        found.save(update_fields=["corrected_on", "correction", "updated_at"])
        _note(by, "correct_case", found)
    return found


@retrying_atomic
def agree_partner(
    *,
    by: Viewer,
    region_code: str,
    name: str,
    level: str,
    since: dt.date,
    contact: str = "",
    phone: str = "",
    note: str = "",
) -> Partner:
    """An institution with which the county works together from a day on. Twice is once."""
    if (
        not by.scope(permissions.KEEP_NETWORK).holds_region(region_code)
        and not by.scope(permissions.KEEP_NETWORK).everything
    ):
        raise NotVisible
    if not name.strip() or not level:
        raise misshapen("E_PARTNER", "name")
    partner, is_new = Partner.objects.get_or_create(
        region_id=region_code,
        name=name.strip()[:120],
        until=None,
        defaults={"level": level, "contact": contact, "phone": phone, "since": since, "note": note[:200]},
    )
    if is_new:
        audit.record(by=by, act="referral.agree_partner", subject_kind="partner", subject_ids=[partner.id])
    return partner


def _note(by: Viewer, act: str, case: CaseAudit, **details: str) -> None:
    audit.record(
        by=by,
        act=f"referral.{act}",
        subject_kind="case_audit",
        subject_ids=[case.id],
        resident_ids=[case.referral.resident_id],
        details=details,
    )
