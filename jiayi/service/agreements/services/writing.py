"""Write the paper, its agreements and the packages as promised."""

import datetime as dt
import secrets
from uuid import UUID

from django.db import connection

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.service.agreements.models import Agreement, AgreementPackage, AgreementPaper
from jiayi.service.agreements.selectors.case import Case, Signatory
from jiayi.service.agreements.selectors.judging import Judgement, Verdict
from jiayi.service.agreements.selectors.packages import PackageOffer
from jiayi.service.agreements.selectors.signer import signer_of
from jiayi.service.agreements.terms import Act, EndReason, Kind, State, Unit

from .telling import tell

COUNTY_DIGITS = 6


_UNSIGNED_ACTS = {State.DRAFT: Act.PREPARE, State.PENDING: Act.OFFER}


def write_paper(*, by: Viewer, case: Case, judgement: Judgement, on: dt.date) -> tuple[AgreementPaper, list[Agreement]]:
    """The rows of one paper. An agreement whose term is over already is written as expired."""
    paper = _paper(case)
    paper.save(force_insert=True)
    agreements = _agreements(by, case, judgement, paper, on)
    tell(Act.SIGN, by=by, on=case.request.signed_on)
    Agreement.objects.bulk_create(agreements)
    _write_packages(agreements, case)
    return paper, agreements


def write_unsigned(
    *, by: Viewer, case: Case, judgement: Judgement, state: State, on: dt.date
) -> tuple[AgreementPaper, list[Agreement]]:
    """The rows of a paper that waits to be signed: a draft, or one offered to the resident. Nothing is counted yet."""
    paper = _paper(case)
    paper.asked = case.request.plain()
    paper.save(force_insert=True)
    agreements = _agreements(by, case, judgement, paper, on)
    for agreement in agreements:
        agreement.state, agreement.ended_on, agreement.end_reason = state, None, ""
    tell(_UNSIGNED_ACTS[state], by=by, on=case.request.signed_on)
    Agreement.objects.bulk_create(agreements)
    _write_packages(agreements, case)
    return paper, agreements


def sign_written(
    *, by: Viewer, case: Case, judgement: Judgement, waiting: list[Agreement], on: dt.date
) -> tuple[AgreementPaper, list[Agreement]]:
    """Write anew, as judged now, what waited to be signed: the same paper and agreements, by resident."""
    paper, fresh = waiting[0].paper, _paper(case)
    for name in _OF_THE_SIGNATURE:
        setattr(paper, name, getattr(fresh, name))
    paper.asked = {}
    paper.save()
    rows = {one.resident_id: one for one in waiting}
    agreements = _agreements(by, case, judgement, paper, on)
    for agreement in agreements:
        agreement.id = rows[agreement.resident_id].id
    tell(Act.SIGN, by=by, on=case.request.signed_on)
    Agreement.objects.bulk_update(agreements, _REWRITTEN)
    AgreementPackage.objects.filter(agreement_id__in=[agreement.id for agreement in agreements]).delete()
    _write_packages(agreements, case)
    return paper, agreements


_OF_THE_SIGNATURE = (
    "signed_on",
    "signer_id",
    "signer_capacity",
    "document_shown",
    "sign_way",
    "service_list",
    "service_list_version",
    "told_list_on",
    "copies",
)
_REWRITTEN = [
    field.name for field in Agreement._meta.concrete_fields if field.name not in ("id", "created_at", "updated_at")
]


def _agreements(by: Viewer, case: Case, judgement: Judgement, paper: AgreementPaper, on: dt.date) -> list[Agreement]:
    return [
        _agreement(by, case, paper, signatory, verdict, on)
        for signatory, verdict in zip(case.signatories, judgement.verdicts, strict=True)
    ]


def _write_packages(agreements: list[Agreement], case: Case) -> None:
    AgreementPackage.objects.bulk_create(
        [_package(agreement.id, offer) for agreement in agreements for offer in case.promised[agreement.resident_id]]
    )


def paper_number(region_code: str, signed_on: dt.date) -> str:
    """County, year and a serial of the database's own: 420324-2026-0000017. Numbers may be left out, never doubled."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('agreements_paper_serial')")
        serial = cursor.fetchone()[0]
    return f"{region_code[:COUNTY_DIGITS]}-{signed_on.year}-{serial:07d}"


def _paper(case: Case) -> AgreementPaper:
    request = case.request
    signer_id, capacity = signer_of(case)
    copies = find_value("agreement.copies", request.signed_on, case.schemes)
    service_list = find_value("agreement.service_list", request.signed_on, case.schemes)
    listed = rulebook().lists.get(service_list.value) if service_list else None
    version = next((one.version for one in listed.versions if one.holds_on(request.signed_on)), "") if listed else ""
    return AgreementPaper(
        number=paper_number(case.region_code, request.signed_on),
        unit=request.unit,
        household_id=case.asked.household_id if request.unit == Unit.HOUSEHOLD else None,
        signed_on=request.signed_on,
        signer_id=signer_id,
        signer_capacity=capacity,
        document_shown=request.document_shown,
        sign_way=request.sign_way,
        verification_code=secrets.token_hex(16),
        copies=copies.value if copies else 2,
        service_list=service_list.value if service_list else "",
        service_list_version=version,
        told_list_on=request.signed_on if request.told_list else None,
    )


def _agreement(
    by: Viewer,
    case: Case,
    paper: AgreementPaper,
    signatory: Signatory,
    verdict: Verdict,
    on: dt.date,
) -> Agreement:
    request, doctor_id = case.request, case.doctor.practitioner_id
    return Agreement(
        paper=paper,
        resident_id=signatory.facts.id,
        household_id=signatory.facts.household_id,
        kind=request.kind,
        party=request.party,
        team_id=case.team.id,
        institution_id=case.team.institution_id,
        responsible_person_id=doctor_id,
        contact_person_id=case.parties.contact_id,
        assistant_id=case.asked.assistant_id if case.asked.assistant_id != doctor_id else None,
        region_id=signatory.facts.region_code,
        groups=list(signatory.facts.groups),
        package_codes=[offer.code for offer in case.promised[signatory.facts.id]],
        signed_on=request.signed_on,
        previous=_previous(case, signatory),
        schemes=list(case.schemes),
        rulebook_version=rulebook().version,
        late_reason=request.late_reason,
        entered_by=by.actor_id,
        entered_by_name=by.actor_name[:60],
        channel=request.channel,
        **_guardian(case, signatory),
        **_term(verdict, on),
        **_kept_from(signatory, verdict, keeps_term=request.keeps_term),
    )


def _previous(case: Case, signatory: Signatory) -> Agreement | None:
    if case.request.kind == Kind.SUPPLEMENTARY:
        return None
    if signatory.replaced:
        return signatory.replaced[-1]
    return signatory.previous if case.request.kind == Kind.RENEWAL else None


def _guardian(case: Case, signatory: Signatory) -> dict:
    """The guardian of a minor as named, else the one on record."""
    request = case.request
    limit = find_value("resident.guardian_age", request.signed_on, case.schemes)
    if limit is None or signatory.facts.age >= (limit.value["years"] or 0):
        return {}
    return {
        "guardian_id": request.guardian_id or case.asked.guardians.get(signatory.facts.id),
        "guardian_name": request.guardian_name,
        "guardian_relation": request.guardian_relation,
    }


def _term(verdict: Verdict, on: dt.date) -> dict:
    state = State.SCHEDULED if verdict.starts_on > on else State.ACTIVE
    over = verdict.ends_on < on
    return {
        "state": State.EXPIRED if over else state,
        "starts_on": verdict.starts_on,
        "ends_on": verdict.ends_on,
        "ended_on": verdict.ends_on if over else None,
        "end_reason": EndReason.TERM_OVER if over else "",
        "notice_from": verdict.notice_from,
        "reasons": list(verdict.reasons),
    }


def _kept_from(signatory: Signatory, verdict: Verdict, *, keeps_term: bool) -> dict:
    """A replacement inherits by when the record is to be open, and whether it is; with the term, notice given."""
    if not signatory.replaced:
        return {"open_record_by": verdict.open_record_by}
    former = signatory.replaced[0]
    told = ("notified_on", "objected_on") if keeps_term else ()
    return {name: getattr(former, name) for name in ("open_record_by", "record_opened_on", *told)}


def _package(agreement_id: UUID, offer: PackageOffer) -> AgreementPackage:
    return AgreementPackage(
        agreement_id=agreement_id,
        package=offer.code,
        version=offer.version,
        label_zh=offer.label_zh,
        label_en=offer.label_en,
        service_months=offer.service_months,
        items=list(offer.items),
        **{f"{payer}_fen": amount for payer, amount in offer.amounts.items()},
    )
