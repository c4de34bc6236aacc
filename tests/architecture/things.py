"""How to make one of each thing that an address names. One function a kind; add yours below.

It is given the world, the place the thing belongs to, and the person who will knock; it answers the values that the
address and the body need, by name. A thing of a person's own (a token, a run) is theirs at "near", another's elsewhere.
"""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from jiayi.community.communities.models import (
    Community,
    CommunityAgreement,
    CommunityClass,
    FoodSample,
    FrailChild,
    Incident,
    Member,
)
from jiayi.community.engagement.models import Mailing, SurveyRound
from jiayi.community.engagement.services import make_appeal
from jiayi.community.engagement.terms import AppealAsked
from jiayi.community.outreach.models import Activity, Attendance, Campaign, Meeting, PlanDuty, WorkPlan
from jiayi.community.outreach.services import add_file
from jiayi.foundation.audit.models import Entry
from jiayi.foundation.audit.services import record
from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.documents.services import attach
from jiayi.foundation.jobs.models import JobRun
from jiayi.insight.assurance.models import AuditItem, AuditRound, Finding, InterviewCase, InterviewSample
from jiayi.insight.indicators.models import GapDuty, PeriodClose, TargetAlarm, TargetLetter
from jiayi.insight.indicators.services import compute_coverage
from jiayi.insight.performance.models import (
    Assessment,
    Circular,
    MemberScore,
    MemberShare,
    Settlement,
    TeamScore,
)
from jiayi.registry.access.models import ApiToken, User
from jiayi.registry.access.selectors import viewer_of
from jiayi.registry.access.services import issue_token
from jiayi.registry.organization.models import (
    Adoption,
    Area,
    Coordinator,
    Institution,
    Reorganization,
    Responsibility,
    Team,
    TeamDepartment,
)
from jiayi.registry.people.models import RosterBatch
from jiayi.registry.people.services import mark_closed, merge_residents
from jiayi.registry.people.services.roster.files import path_of
from jiayi.service.agreements.models import AgreementBatch, AgreementPaper, Refusal, SessionEntry, SigningSession
from jiayi.service.agreements.services import add_evidence, prepare_agreement, printing
from jiayi.service.care.models import Consultation, ConsultationFile, HomeAlert, Record, RecordBatch, VillageSurvey
from jiayi.service.care.services import add_proof, observe, share_result
from jiayi.service.care.services.batches import SHELF as RECORD_FILES
from jiayi.service.care.terms import ResultRequest
from jiayi.service.fulfilment.models import DoneService
from jiayi.service.insurance.models import VisitBatch
from jiayi.service.prescriptions.models import (
    AdverseReaction,
    DispensedItem,
    Dispensing,
    FormularyBatch,
    Prescription,
    PrescriptionDraft,
    StockLot,
    SupplyRequest,
)
from jiayi.service.referral.models import CaseAudit, PlanItem, RateWarning, Referral, ReferralFile, Reply
from jiayi.service.scheduling.models import (
    Booking,
    Resource,
    Schedule,
    Session,
    Slot,
    SlotBooking,
    SlotShare,
    SlotWish,
)
from jiayi.surfaces.workstation.services import draft_report, start_simulation
from tests.registry.access.factories import LONG_AGO, make_post, make_user
from tests.registry.organization import factories as organization
from tests.registry.people import factories as people
from tests.service.agreements import factories as agreements
from tests.service.agreements import packages
from tests.service.care import factories as care
from tests.service.prescriptions import factories as prescriptions

from .matrix import Person, Place, World, thing

Values = dict[str, Any]


@thing("region")
def region(world: World, place: Place, person: Person) -> Values:
    return {"code": place.township}


@thing("county")
def county(world: World, place: Place, person: Person) -> Values:
    return {"code": place.county}


@thing("rule")
def rule(world: World, place: Place, person: Person) -> Values:
    return {"rule": "agreements.signing"}


@thing("user")
def user(world: World, place: Place, person: Person) -> Values:
    return {"user_id": make_user(region_id=place.county).pk}


@thing("post")
def post(world: World, place: Place, person: Person) -> Values:
    holder = make_user(region_id=place.county)
    return {"post_id": make_post(user=holder, code="doctor", region=place.township).pk}


@thing("token")
def token(world: World, place: Place, person: Person) -> Values:
    owner = _owner(place, person)
    issue_token(by=viewer_of(owner), at=clock.now())
    return {"token_id": ApiToken.objects.filter(user=owner).latest("created_at").pk}


@thing("run")
def run(world: World, place: Place, person: Person) -> Values:
    return {"run_id": JobRun.objects.create(kind="thing", started_by=_owner(place, person).pk).pk}


@thing("entry")
def entry(world: World, place: Place, person: Person) -> Values:
    record(by=SystemViewer(), act="people.change_resident")
    return {"entry_id": Entry.objects.latest("id").id}


@thing("resident")
def resident(world: World, place: Place, person: Person) -> Values:
    return {"resident_id": people.make_resident(village=f"{place.township}201").pk}


@thing("done_service")
def done_service(world: World, place: Place, person: Person) -> Values:
    done = DoneService.objects.create(
        resident=people.make_resident(village=f"{place.township}201"),
        items=["health_education"],
        on=clock.today(),
        mode="clinic",
        evidence="c",
    )
    return {"service_id": done.pk}


@thing("double")
def double(world: World, place: Place, person: Person) -> Values:
    return resident(world, place, person) | {"other_id": people.make_resident(village=f"{place.township}201").pk}


@thing("membership")
def membership(world: World, place: Place, person: Person) -> Values:
    return {"membership_id": people.make_group(people.make_resident(village=f"{place.township}201")).pk}


@thing("stay")
def stay(world: World, place: Place, person: Person) -> Values:
    return {"stay_id": people.make_stay(people.make_resident(village=f"{place.township}201")).pk}


@thing("household")
def household(world: World, place: Place, person: Person) -> Values:
    made = people.make_household(members=2, village=f"{place.township}201")
    return {"household_id": made.pk, "resident_id": made.head_id}


@thing("departure")
def departure(world: World, place: Place, person: Person) -> Values:
    left = people.make_resident(village=f"{place.township}201")
    today = clock.today()
    entered = mark_closed(by=SystemViewer(), resident_id=left.pk, status="moved_away", left_on=today, on=today)
    return {"resident_id": left.pk, "departure_id": entered.pk}


@thing("merger")
def merger(world: World, place: Place, person: Person) -> Values:
    kept, merged = (people.make_resident(village=f"{place.township}201", number=None) for _ in range(2))
    made = merge_residents(
        by=SystemViewer(), kept_id=kept.pk, merged_id=merged.pk, reason="重复建档", on=clock.today(), confirmed=True
    )
    return {"merge_id": made.pk}


@thing("adoption")
def adoption(world: World, place: Place, person: Person) -> Values:
    made, _ = Adoption.objects.get_or_create(
        region_id=place.township, scheme="county-2018", defaults={"starts_on": LONG_AGO}
    )
    return {"adoption_id": made.pk}


@thing("simulation")
def simulation(world: World, place: Place, person: Person) -> Values:
    asked = {"region_code": place.township, "schemes": ["jintang"], "starts_on": clock.today()}
    made = start_simulation(by=SystemViewer(), **asked, on=clock.today(), at=clock.now())
    return {"simulation_id": made.pk}


@thing("village")
def village(world: World, place: Place, person: Person) -> Values:
    return {"code": f"{place.township}201"}


@thing("institution")
def institution(world: World, place: Place, person: Person) -> Values:
    return {"institution_id": place.institution.pk}


@thing("check")
def check(world: World, place: Place, person: Person) -> Values:
    return institution(world, place, person) | {"kind": "open"}


@thing("letter")
def letter(world: World, place: Place, person: Person) -> Values:
    made, _ = TargetLetter.objects.get_or_create(
        institution=place.institution,
        year=2026,
        version=1,
        defaults={"state": "issued", "issued_on": LONG_AGO, "rulebook_version": "x"},
    )
    return {"letter_id": made.pk, "side": "institution", "step": "withdraw"}


@thing("board")
def board(world: World, place: Place, person: Person) -> Values:
    return {"kind": "village", "code": f"{place.township}201"}


@thing("served_village")
def served_village(world: World, place: Place, person: Person) -> Values:
    """A village with a team and a household that signed with it."""
    village = f"{place.township}201"
    found = Area.objects.filter(region_id=village).first()
    team = found.team if found else organization.make_team(place.institution)
    if found is None:
        organization.make_area(team, village, responsible_person=team.leader)
    household = people.make_household(members=1, village=village)
    household.members.update(resident_since=LONG_AGO)
    agreements.sign(team, *household.members.all(), by=agreements.make_signer(place.township))
    return {"kind": "village", "code": village}


@thing("practitioner")
def practitioner(world: World, place: Place, person: Person) -> Values:
    return {"practitioner_id": organization.make_practitioner(place.institution).pk}


@thing("device")
def device(world: World, place: Place, person: Person) -> Values:
    return {"device_id": organization.make_device(place.institution).pk}


@thing("community_report")
def community_report(world: World, place: Place, person: Person) -> Values:
    return {"report_id": draft_report(by=SystemViewer(), region_code=place.township, on=clock.today()).pk}


@thing("village_to_survey")
def village_to_survey(world: World, place: Place, person: Person) -> Values:
    return {"region_code": f"{place.township}201"}


@thing("village_survey")
def village_survey(world: World, place: Place, person: Person) -> Values:
    made = VillageSurvey(region_id=f"{place.township}201", surveyed_on=clock.today(), submission_id=uuid4())
    made.save()
    return {"survey_id": made.pk}


@thing("village_of_team")
def village_of_team(world: World, place: Place, person: Person) -> Values:
    village = f"{place.township}201"
    found = Area.objects.filter(region_id=village).first()
    area = found or organization.make_area(organization.make_team(place.institution), village)
    return {"team_id": area.team_id, "region_code": village}


@thing("team")
def team(world: World, place: Place, person: Person) -> Values:
    return {"team_id": organization.make_team(place.institution).pk}


@thing("team_department")
def team_department(world: World, place: Place, person: Person) -> Values:
    team = organization.make_team(place.institution)
    made = TeamDepartment.objects.create(
        team=team,
        institution=place.institution,
        name="心内科",
        tasks=["referral"],
        contact="张主任",
        starts_on=LONG_AGO,
    )
    return {"team_id": team.pk, "department_id": made.pk}


@thing("responsibility")
def responsibility(world: World, place: Place, person: Person) -> Values:
    holder = organization.make_practitioner(place.institution)
    made = Responsibility.objects.create(
        region_id=place.township, step="township", practitioner=holder, starts_on=LONG_AGO
    )
    return {"code": place.township, "responsibility_id": made.pk}


@thing("coordinator")
def coordinator(world: World, place: Place, person: Person) -> Values:
    told = {"part": "leading_group", "seat": "other", "name": "周建国", "starts_on": LONG_AGO}
    made = Coordinator.objects.create(region_id=place.township, **told)
    return {"code": place.township, "coordinator_id": made.pk}


@thing("batch")
def batch(world: World, place: Place, person: Person) -> Values:
    """A tried roster with both its files."""
    owner = _owner(place, person)
    made = RosterBatch.objects.create(
        file_name="花名册.csv", digest="0" * 64, judged_on=LONG_AGO, status="checked", started_by=owner.pk
    )
    for kind, ending in (("rejects_file", "xlsx"), ("report_file", "json")):
        name = f"{made.pk}.{ending}"
        path_of(name).parent.mkdir(parents=True, exist_ok=True)
        path_of(name).write_bytes(b"{}")
        setattr(made, kind, name)
    made.save()
    return {"batch_id": made.pk}


@thing("record_batch")
def record_batch(world: World, place: Place, person: Person) -> Values:
    """A tried workbook of records with its rejects."""
    owner = _owner(place, person)
    made = RecordBatch.objects.create(
        form="hypertension-follow-up", file_name="随访.xlsx", entered_on=LONG_AGO, state="checked", started_by=owner.pk
    )
    made.rejects_file = f"{made.pk}-rejects.xlsx"
    RECORD_FILES.keep(made.rejects_file, [b"PK"])
    made.save()
    return {"batch_id": made.pk}


@thing("shared_result")
def shared_result(world: World, place: Place, person: Person) -> Values:
    """A result of the county hospital about a resident of the place."""
    asked = ResultRequest(
        resident_id=resident(world, place, person)["resident_id"],
        item="hba1c",
        performed_on=clock.today(),
        institution_name="县人民医院",
        level="county",
        report_number=str(uuid4()),
        way="paper",
        conclusion="6.5%",
    )
    return {"result_id": share_result(by=SystemViewer(), asked=asked, on=clock.today()).id}


@thing("record_form")
def record_form(world: World, place: Place, person: Person) -> Values:
    """A form of records."""
    return {"form": "hypertension-follow-up"}


@thing("finding")
def finding(world: World, place: Place, person: Person) -> Values:
    """What a detector says of somebody of the place; nobody who knocks is concerned."""
    worker = organization.make_practitioner(place.institution)
    made = Finding.objects.create(
        detector="after-departure",
        practitioner=worker,
        institution=place.institution,
        region_id=place.institution.region_id,
        since_on=LONG_AGO,
        until_on=LONG_AGO,
        hits=1,
        total=1,
        score=50,
        rulebook_version="x",
        opened_on=LONG_AGO,
    )
    return {"finding_id": made.pk, "step": "take"}


@thing("audit")
def audit(world: World, place: Place, person: Person) -> Values:
    """A sample of a clinic of the place with one record."""
    made = AuditRound.objects.create(
        clinic=organization.make_institution(place.township),
        institution=place.institution,
        region_id=place.township,
        month=LONG_AGO.replace(day=1),
        records=1,
        seed=1,
        rulebook_version="x",
        drawn_on=LONG_AGO,
    )
    return {"audit_id": made.pk}


@thing("audit_item")
def audit_item(world: World, place: Place, person: Person) -> Values:
    record = _record(place)
    made = AuditItem.objects.create(
        round_id=audit(world, place, person)["audit_id"],
        position=1,
        record=record,
        version=1,
        resident=record.resident,
        region_id=record.region_id,
    )
    return {"item_id": made.pk, "step": "correct"}


@thing("interview")
def interview(world: World, place: Place, person: Person) -> Values:
    """A sample of the place with one service to ask about."""
    sample = InterviewSample.objects.create(
        institution=place.institution,
        region_id=place.township,
        since_on=LONG_AGO,
        until_on=LONG_AGO,
        services=1,
        size=1,
        seed=1,
        script="re-interview",
        rulebook_version="x",
        drawn_on=LONG_AGO,
        submission_id=uuid4(),
    )
    case = InterviewCase.objects.create(
        sample=sample,
        position=1,
        service_id=uuid4(),
        resident=people.make_resident(village=f"{place.township}201"),
        team=organization.make_team(place.institution),
        programme="health_education",
        items=["health_education"],
        mode="phone",
        claimed_on=LONG_AGO,
    )
    return {"sample_id": sample.pk, "case_id": case.pk, "step": "take"}


@thing("record")
def service_record(world: World, place: Place, person: Person) -> Values:
    return {"record_id": _record(place).pk}


@thing("blank_record")
def blank_record(world: World, place: Place, person: Person) -> Values:
    return resident(world, place, person) | {"form": "hypertension-follow-up"}


@thing("combined_visit")
def combined_visit(world: World, place: Place, person: Person) -> Values:
    visit = uuid4()
    Record.objects.filter(pk=_record(place).pk).update(visit_id=visit)
    return {"visit_id": visit}


@thing("urgent_record")
def urgent_record(world: World, place: Place, person: Person) -> Values:
    return {"record_id": _record(place, care.pressure(188, 112), acts_on_urgent=True).pk}


@thing("proof_to_add")
def proof_to_add(world: World, place: Place, person: Person) -> Values:
    return {"record_id": _record(place).pk, "kind": "position"}


@thing("proof")
def proof(world: World, place: Place, person: Person) -> Values:
    record_of_place = _record(place)
    kept = add_proof(
        by=care.carer(place.township),
        record_id=record_of_place.pk,
        kind="photo",
        consented=True,
        content=b"\x89PNG\r\n\x1a\n",
        at=clock.now(),
    )
    return {"record_id": record_of_place.pk, "proof_id": kept.pk}


@thing("record_to_send")
def record_to_send(world: World, place: Place, person: Person) -> Values:
    return resident(world, place, person) | {"visit_on": clock.today().isoformat()}


@thing("form")
def form(world: World, place: Place, person: Person) -> Values:
    return {"code": "hypertension-follow-up"}


@thing("enrolment")
def enrolment(world: World, place: Place, person: Person) -> Values:
    return {"enrolment_id": care.enrolment_of(_record(place).resident).pk}


@thing("home_alert")
def home_alert(world: World, place: Place, person: Person) -> Values:
    patient, now = people.make_resident(village=f"{place.township}201"), clock.now()
    seen = {"code": "systolic", "number": Decimal(182), "unit": "mmhg", "source": "resident", "device": ""}
    observe(by=care.carer(place.township), resident_id=patient.pk, at=now, now=now, **seen)
    return {"alert_id": HomeAlert.objects.get(resident=patient).pk}


def _record(place: Place, values: Values | None = None, **options: Any) -> Record:
    patient, today = people.make_resident(village=f"{place.township}201"), clock.today()
    return care.save(patient, values, by=care.carer(place.township), visit_on=today, on=today, **options)


@thing("signing")
def signing(world: World, place: Place, person: Person) -> Values:
    return resident(world, place, person) | team(world, place, person)


@thing("prescription")
def prescription(world: World, place: Place, person: Person) -> Values:
    return {"prescription_id": _order(place).pk, "institution_id": place.institution.pk}


@thing("dispensing")
def dispensing(world: World, place: Place, person: Person) -> Values:
    order = _order(place)
    given = Dispensing.objects.create(
        prescription=order,
        institution=place.institution,
        on=clock.today(),
        days=7,
        window="open",
        way="home",
        relation="self",
        submission_id=uuid4(),
    )
    lot = StockLot.objects.get(pk=stock_lot(world, place, person)["lot_id"])
    DispensedItem.objects.create(
        dispensing=given, item=order.items.get(), lot=lot, lot_number="A", expires_on=lot.expires_on, quantity=7
    )
    return {"dispensing_id": given.pk}


@thing("stock_lot")
def stock_lot(world: World, place: Place, person: Person) -> Values:
    named = {"drug": "amlodipine", "form": "tablet", "strength": "5mg", "expires_on": clock.today()}
    made, _ = StockLot.objects.get_or_create(institution=place.institution, number="A", defaults=named)
    return {"lot_id": made.pk}


def _order(place: Place) -> Prescription:
    """An order that waits for a pharmacist."""
    patient = people.make_resident(village=f"{place.township}201", groups=("hypertension",))
    return prescriptions.written(patient, place.institution, on=clock.today())


@thing("agreement")
def agreement(world: World, place: Place, person: Person) -> Values:
    return {"agreement_id": _paper(place).agreements.get().pk}


@thing("paper")
def paper(world: World, place: Place, person: Person) -> Values:
    made = _paper(place)
    return {"paper_id": made.pk, "code": made.verification_code}


@thing("appeal")
def appeal(world: World, place: Place, person: Person) -> Values:
    resident = people.make_resident(village=f"{place.township}201")
    asked = AppealAsked(resident.id, "suggestion", "希望周末也能量血压")
    return {"appeal_id": make_appeal(by=SystemViewer(), asked=asked, on=clock.today()).pk}


@thing("survey")
def survey(world: World, place: Place, person: Person) -> Values:
    today = clock.today()
    made = SurveyRound.objects.create(
        region_id=f"{place.township}201", title="调查", opens_on=today, closes_on=today, seed="x", schemes=["national"]
    )
    return {"round_id": made.pk}


@thing("mailing")
def mailing(world: World, place: Place, person: Person) -> Values:
    counts = dict.fromkeys(("addressees", "with_phone", "deceased", "away", "refused"), 0)
    made = Mailing.objects.create(
        region_id=f"{place.township}201", text="周三义诊", most=1, counts=counts, submission_id=uuid4()
    )
    return {"mailing_id": made.pk}


@thing("record_kind")
def record_kind(world: World, place: Place, person: Person) -> Values:
    return {"kind": "pdf"}


@thing("authority")
def authority(world: World, place: Place, person: Person) -> Values:
    return {"authority_id": uuid4()}


@thing("verification")
def verification(world: World, place: Place, person: Person) -> Values:
    return {"verification_code": _paper(place).verification_code}


@thing("paper_with_list")
def paper_with_list(world: World, place: Place, person: Person) -> Values:
    made = _paper(place)
    AgreementPaper.objects.filter(pk=made.pk).update(service_list="one-plus-ten")
    return {"paper_id": made.pk}


@thing("package")
def package(world: World, place: Place, person: Person) -> Values:
    return {"package_id": packages.published(_composer(place), on=clock.today()).package_id}


@thing("package_draft")
def package_draft(world: World, place: Place, person: Person) -> Values:
    return {"version_id": packages.draft(_composer(place), on=clock.today()).pk}


@thing("package_submitted")
def package_submitted(world: World, place: Place, person: Person) -> Values:
    return {"version_id": packages.submitted(_composer(place), on=clock.today()).pk}


@thing("package_approved")
def package_approved(world: World, place: Place, person: Person) -> Values:
    return {"version_id": packages.approved(_composer(place), on=clock.today()).pk}


@thing("package_to_come")
def package_to_come(world: World, place: Place, person: Person) -> Values:
    starts_on = clock.today() + timedelta(days=30)
    return {"version_id": packages.published(_composer(place), on=clock.today(), starts_on=starts_on).pk}


def _composer(place: Place) -> packages.Place:
    return packages.Place(place.institution, SystemViewer(), SystemViewer())


@thing("refusal")
def refusal(world: World, place: Place, person: Person) -> Values:
    refuser = people.make_resident(village=f"{place.township}201")
    return {"refusal_id": Refusal.objects.create(resident=refuser, refused_on=LONG_AGO, reason="other").pk}


@thing("indicator")
def indicator(world: World, place: Place, person: Person) -> Values:
    return {"code": place.township, "name": "coverage-all"}


@thing("official_table")
def official_table(world: World, place: Place, person: Person) -> Values:
    return {"code": place.township, "name": "workload"}


@thing("counted_team")
def counted_team(world: World, place: Place, person: Person) -> Values:
    return {"code": place.township, "team_id": organization.make_team(place.institution).pk}


@thing("target_alarm")
def target_alarm(world: World, place: Place, person: Person) -> Values:
    team, today = organization.make_team(place.institution), clock.today()
    line = {"indicator": "coverage-all", "numerator": 1, "denominator": 30, "target": 0.75}
    days = dict.fromkeys(("as_of", "opened_on", "due_on"), today)
    made = TargetAlarm.objects.create(team=team, region_id=place.institution.region_id, lines=[line], **days)
    return {"alarm_id": made.pk}


@thing("gap_duty")
def gap_duty(world: World, place: Place, person: Person) -> Values:
    team = organization.make_team(place.institution)
    resident = people.make_resident(village=f"{place.township}201", resident_since=LONG_AGO)
    today = clock.today()
    given = {"practitioner": team.leader, "given_on": today, "due_on": today}
    duty = GapDuty.objects.create(resident=resident, indicator="coverage-all", team=team, **given)
    return {"duty_id": duty.pk}


@thing("closed")
def closed(world: World, place: Place, person: Person) -> Values:
    known = {"facts_digest": "d", "facts_file": "none.parquet", "rulebook_version": "t", "digest": "d"}
    number = PeriodClose.objects.filter(county_id=place.county).count() + 1
    close = PeriodClose.objects.create(
        county_id=place.county,
        period="2026-10",
        number=number,
        as_of=date(2026, 10, 31),
        closed_at=clock.now(),
        reason="x",
        **known,
    )
    return {"close_id": close.pk}


@thing("county_region")
def county_region(world: World, place: Place, person: Person) -> Values:
    return {"code": place.county}


def _assessment(place: Place) -> Assessment:
    known = {"period": "2026-10", "scoring": f"s{Assessment.objects.count()}", "rulebook_version": "t"}
    return Assessment.objects.create(
        county_id=place.county,
        close_id=uuid4(),
        close_digest="d",
        state="open",
        objections_until=date(2026, 11, 30),
        **known,
    )


@thing("assessment")
def assessment(world: World, place: Place, person: Person) -> Values:
    made = _assessment(place)
    TeamScore.objects.create(assessment=made, team=organization.make_team(place.institution))
    return {"assessment_id": made.pk}


@thing("team_score")
def team_score(world: World, place: Place, person: Person) -> Values:
    team = organization.make_team(place.institution)
    return {"score_id": TeamScore.objects.create(assessment=_assessment(place), team=team).pk}


@thing("member_score")
def member_score(world: World, place: Place, person: Person) -> Values:
    team = organization.make_team(place.institution)
    score = TeamScore.objects.create(assessment=_assessment(place), team=team)
    return {"score_id": MemberScore.objects.create(team_score=score, practitioner=team.leader, role="leader").pk}


@thing("circular")
def circular(world: World, place: Place, person: Person) -> Values:
    team = organization.make_team(place.institution)
    assessment = TeamScore.objects.create(assessment=_assessment(place), team=team).assessment
    made = Circular.objects.create(assessment=assessment, title="通报", state="issued", issued_on=date(2026, 11, 1))
    return {"circular_id": made.pk}


def _settlement(place: Place) -> tuple[Settlement, str]:
    team = organization.make_team(place.institution)
    amounts = {str(team.pk): 100}
    made = Settlement.objects.create(
        county_id=place.county,
        kind="year",
        year=2000 + Settlement.objects.count(),
        fund="fiscal",
        state="approved",
        decided_on=date(2026, 10, 31),
        rulebook_version="t",
        facts={"pool_fen": 100},
        amounts=amounts,
        balance=amounts,
        digest="d",
        first_at=clock.now(),
        second_at=clock.now(),
    )
    return made, str(team.pk)


@thing("settlement")
def settlement(world: World, place: Place, person: Person) -> Values:
    return {"settlement_id": _settlement(place)[0].pk}


@thing("statement")
def statement(world: World, place: Place, person: Person) -> Values:
    made, team = _settlement(place)
    return {"settlement_id": made.pk, "team_id": team}


@thing("member_share")
def member_share(world: World, place: Place, person: Person) -> Values:
    made, team = _settlement(place)
    leader = Team.objects.get(pk=team).leader
    share = MemberShare.objects.create(
        settlement=made, team_id=team, practitioner=leader, role="leader", units=1, amount_fen=100
    )
    return {"share_id": share.pk}


@thing("counted_region")
def counted_region(world: World, place: Place, person: Person) -> Values:
    compute_coverage(by=SystemViewer(), on=clock.today(), at=clock.now())
    return {"code": place.township}


def _paper(place: Place) -> AgreementPaper:
    village = f"{place.township}201"
    return agreements.sign(
        organization.make_team(place.institution),
        people.make_resident(village=village, resident_since=LONG_AGO),
        by=agreements.make_signer(place.township),
    )


def _owner(place: Place, person: Person) -> User:
    return person.user if place.name == "near" else make_user()


@thing("merging")
def merging(world: World, place: Place, person: Person) -> Values:
    return {"kind": "merge_teams"}


@thing("reorganization")
def reorganization(world: World, place: Place, person: Person) -> Values:
    act = Reorganization.objects.create(
        kind="rename_village",
        effective_on=clock.today(),
        reason="更名",
        institution=organization.make_institution(place.township),
        region_id=place.township,
    )
    return {"act_id": act.pk}


@thing("printout")
def printout(world: World, place: Place, person: Person) -> Values:
    run = JobRun.objects.create(kind=printing.PRINT, started_by=_owner(place, person).pk)
    printing.keep_printout(run.pk, lambda file: file.write(b"%PDF-1.7"))
    return {"run_id": run.pk}


@thing("waiting_paper")
def waiting_paper(world: World, place: Place, person: Person) -> Values:
    return {"paper_id": _waiting(place).pk}


@thing("evidence")
def evidence(world: World, place: Place, person: Person) -> Values:
    paper = _waiting(place)
    kept = add_evidence(
        by=agreements.make_signer(place.township),
        paper_id=paper.pk,
        kind="drawn",
        content=b"\x89PNG\r\n\x1a\n",
        at=clock.now(),
    )
    return {"paper_id": paper.pk, "evidence_id": kept.pk}


@thing("session")
def session(world: World, place: Place, person: Person) -> Values:
    return {"session_id": _session(place).pk}


@thing("session_entry")
def session_entry(world: World, place: Place, person: Person) -> Values:
    return {"entry_id": _session(place).entries.get().pk}


def _waiting(place: Place) -> AgreementPaper:
    """A paper that waits to be signed."""
    signer = agreements.make_signer(place.township)
    resident = people.make_resident(village=f"{place.township}201", resident_since=LONG_AGO)
    asked = agreements.request_for(organization.make_team(place.institution), resident, signed_on=clock.today())
    return prepare_agreement(by=signer, asked=asked, on=clock.today())


def _session(place: Place) -> SigningSession:
    team: Team = organization.make_team(place.institution)
    resident = people.make_resident(village=f"{place.township}201", resident_since=LONG_AGO)
    session = SigningSession.objects.create(
        team=team, institution=place.institution, region_id=f"{place.township}201", held_on=clock.today()
    )
    SessionEntry.objects.create(session=session, resident=resident, place=1, persons=1)
    return session


@thing("agreement_batch")
def agreement_batch(world: World, place: Place, person: Person) -> Values:
    owner = _owner(place, person).pk
    made = AgreementBatch.objects.create(
        kind="import", title="协议.xlsx", judged_on=clock.today(), status="checked", started_by=owner
    )
    return {"batch_id": made.pk}


@thing("clinic_schedule")
def clinic_schedule(world: World, place: Place, person: Person) -> Values:
    return {"schedule_id": _clinic(place).schedule_id}


@thing("clinic")
def clinic(world: World, place: Place, person: Person) -> Values:
    resident_id = people.make_resident(village=f"{place.township}201").pk
    return {"session_id": _clinic(place).pk, "resident_id": resident_id}


@thing("session_booking")
def session_booking(world: World, place: Place, person: Person) -> Values:
    made = Booking.objects.create(
        session=_clinic(place),
        resident=people.make_resident(village=f"{place.township}201"),
        state="booked",
        booked_on=clock.today(),
    )
    return {"booking_id": made.pk}


def _clinic(place: Place) -> Session:
    """A contract clinic of today."""
    today, hours = clock.today(), {"begins_at": time(8), "ends_at": time(11)}
    team: Team = organization.make_team(place.institution)
    common = {
        "kind": "contract_clinic",
        "title": "签约门诊",
        "team": team,
        "institution": place.institution,
        "region_id": place.institution.region_id,
        "place": "一楼",
        "capacity": 5,
    }
    schedule = Schedule.objects.create(pattern="once", starts_on=today, on_holiday="keep", **common, **hours)
    return Session.objects.create(schedule=schedule, planned_on=today, held_on=today, **common, **hours)


@thing("activity")
def activity(world: World, place: Place, person: Person) -> Values:
    return {"activity_id": _activity(place).pk}


@thing("activity_subject")
def activity_subject(world: World, place: Place, person: Person) -> Values:
    return {"subject": "activity", "subject_id": _activity(place).pk}


@thing("activity_attendance")
def activity_attendance(world: World, place: Place, person: Person) -> Values:
    resident = people.make_resident(village=f"{place.township}201")
    made = Attendance.objects.create(activity=_activity(place), resident=resident, entered_at=clock.now())
    return {"attendance_id": made.pk}


@thing("activity_file")
def activity_file(world: World, place: Place, person: Person) -> Values:
    made = add_file(
        by=SystemViewer(),
        subject="activity",
        subject_id=_activity(place).pk,
        kind="photo",
        content=b"\x89PNG\r\n\x1a\n",
        at=clock.now(),
    )
    return {"file_id": made.pk}


@thing("team_meeting")
def team_meeting(world: World, place: Place, person: Person) -> Values:
    made = Meeting.objects.create(
        kind="team_meeting",
        title="团队例会",
        team=organization.make_team(place.institution),
        institution=place.institution,
        region_id=place.institution.region_id,
        held_on=clock.today(),
        begins_at=time(14),
        ends_at=time(15),
    )
    return {"meeting_id": made.pk}


@thing("team_plan")
def team_plan(world: World, place: Place, person: Person) -> Values:
    plan = _plan_duty(place).plan
    return {"team_id": plan.team_id, "year": plan.year}


@thing("campaign")
def campaign(world: World, place: Place, person: Person) -> Values:
    """One of the township's own: the county's are for everybody below it once they are sent round."""
    today = clock.today()
    days = {"since_on": today, "until_on": today, "planned_on": today}
    made = Campaign.objects.create(region_id=place.institution.region_id, title="宣传月", goals="家喻户晓", **days)
    return {"campaign_id": made.pk}


@thing("plan_duty")
def plan_duty(world: World, place: Place, person: Person) -> Values:
    return {"duty_id": _plan_duty(place).pk}


def _plan_duty(place: Place) -> PlanDuty:
    """A line of a plan of this year."""
    team, today = organization.make_team(place.institution), clock.today()
    plan = WorkPlan.objects.create(
        team=team,
        institution=place.institution,
        region_id=place.institution.region_id,
        year=today.year,
        goals="巩固签约",
        written_on=today,
    )
    return PlanDuty.objects.create(plan=plan, what="入户随访", practitioner_id=team.leader_id, due_on=today)


@thing("team_month")
def team_month(world: World, place: Place, person: Person) -> Values:
    today = clock.today()
    return team(world, place, person) | {"year": today.year, "month": today.month}


def _activity(place: Place) -> Activity:
    """A lecture of today."""
    return Activity.objects.create(
        kind="lecture",
        title="健康大课堂",
        team=organization.make_team(place.institution),
        institution=place.institution,
        region_id=place.institution.region_id,
        place="一楼",
        held_on=clock.today(),
        begins_at=time(9),
        ends_at=time(10),
    )


@thing("referral")
def referral(world: World, place: Place, person: Person) -> Values:
    return {"referral_id": _referral(place, up=True).pk}


@thing("referral_to_cancel")
def referral_to_cancel(world: World, place: Place, person: Person) -> Values:
    return {"referral_id": _referral(place, up=True).pk, "act": "cancel"}


@thing("referral_to_send")
def referral_to_send(world: World, place: Place, person: Person) -> Values:
    hospital = organization.make_institution(place.county, name="医院", kind="county_hospital", level="county")
    resident = people.make_resident(village=f"{place.township}201")
    return {"resident_id": resident.pk, "institution_id": place.institution.pk, "to_id": hospital.pk}


@thing("referral_file")
def referral_file(world: World, place: Place, person: Person) -> Values:
    made = _referral(place, up=True)
    kept = attach(by=SystemViewer(), subject_kind="referral", subject_id=made.pk, content=b"%PDF-1.7 x")
    file = ReferralFile.objects.create(
        referral=made,
        kind="other",
        attachment_id=kept.id,
        sha256=kept.sha256,
        added_at=clock.now(),
        added_by=person.user.pk,
    )
    return {"file_id": file.pk}


def _slot(place: Place) -> Slot:
    resource = Resource.objects.create(
        kind="specialist",
        title="专家门诊",
        institution=place.institution,
        pool="shared",
        pattern="once",
        starts_on=clock.today(),
        on_holiday="keep",
        begins_at=time(8),
        ends_at=time(9),
        quantity=5,
    )
    slot = Slot.objects.create(resource=resource, held_on=clock.today())
    SlotShare.objects.create(slot=slot, quantity=5)
    return slot


@thing("shared_resource")
def shared_resource(world: World, place: Place, person: Person) -> Values:
    return {"resource_id": _slot(place).resource_id}


@thing("own_institution")
def own_institution(world: World, place: Place, person: Person) -> Values:
    return {"institution_id": place.institution.pk}


@thing("shared_slot")
def shared_slot(world: World, place: Place, person: Person) -> Values:
    slot = _slot(place)
    return {"resource_id": slot.resource_id, "slot_id": slot.pk}


@thing("slot_to_take")
def slot_to_take(world: World, place: Place, person: Person) -> Values:
    resident = people.make_resident(village=f"{place.township}201")
    return {"resident_id": resident.pk, "slot_id": _slot(place).pk, "institution_id": place.institution.pk}


@thing("slot_booking")
def slot_booking(world: World, place: Place, person: Person) -> Values:
    slot = _slot(place)
    made = SlotBooking.objects.create(
        slot=slot,
        share=slot.shares.get(),
        resident=people.make_resident(village=f"{place.township}201"),
        state="booked",
        stay_id=uuid4(),
        institution=place.institution,
        booked_on=clock.today(),
    )
    return {"booking_id": made.pk}


@thing("own_slot")
def own_slot(world: World, place: Place, person: Person) -> Values:
    return {"place_id": slot_booking(world, place, person)["booking_id"]}


@thing("slot_wish")
def slot_wish(world: World, place: Place, person: Person) -> Values:
    made = SlotWish.objects.create(
        resource=_slot(place).resource,
        resident=people.make_resident(village=f"{place.township}201"),
        institution=place.institution,
        earliest_on=clock.today(),
        latest_on=clock.today(),
        state="open",
    )
    return {"wish_id": made.pk}


@thing("rate_warning")
def rate_warning(world: World, place: Place, person: Person) -> Values:
    today = clock.today()
    RateWarning.objects.filter(institution=place.institution).delete()
    days = dict.fromkeys(("since", "until", "opened_on", "due_on"), today)
    made = RateWarning.objects.create(
        institution=place.institution, referred=6, treated=10, rate=0.6, cap=0.5, state="over", **days
    )
    return {"warning_id": made.pk}


@thing("case_audit")
def case_audit(world: World, place: Place, person: Person) -> Values:
    made = CaseAudit.objects.create(referral=_referral(place, up=True), drawn_on=clock.today())
    return {"case_id": made.pk}


@thing("prescription_draft")
def prescription_draft(world: World, place: Place, person: Person) -> Values:
    resident = people.make_resident(village=f"{place.township}201")
    made = PrescriptionDraft.objects.create(
        resident=resident,
        region_id=resident.region_id,
        subject_id=uuid4(),
        from_name="医院",
        diagnosis="高血压",
        medicines="氨氯地平",
        written_on=clock.today(),
        due_on=clock.today(),
    )
    return {"draft_id": made.pk}


@thing("breach_case")
def breach_case(world: World, place: Place, person: Person) -> Values:
    made = CaseAudit.objects.create(
        referral=_referral(place, up=True),
        drawn_on=clock.today(),
        verdict="breach",
        faults="缺检查结果",
        sanction="timed_correction",
        correct_by=clock.today(),
    )
    return {"case_id": made.pk}


@thing("partner_place")
def partner_place(world: World, place: Place, person: Person) -> Values:
    return {"region": place.township}


@thing("quota_to_set")
def quota_to_set(world: World, place: Place, person: Person) -> Values:
    return {"resource_id": _slot(place).resource_id, "institution_id": place.institution.pk}


@thing("wish_to_make")
def wish_to_make(world: World, place: Place, person: Person) -> Values:
    resident = people.make_resident(village=f"{place.township}201")
    return {"resource_id": _slot(place).resource_id, "resident_id": resident.pk, "institution_id": place.institution.pk}


@thing("consultation_to_ask")
def consultation_to_ask(world: World, place: Place, person: Person) -> Values:
    return referral_to_send(world, place, person)


@thing("visit_batch")
def visit_batch(world: World, place: Place, person: Person) -> Values:
    made = VisitBatch.objects.create(
        file_name="visits.csv", entered_on=clock.today(), started_by=_owner(place, person).pk
    )
    return {"batch_id": made.pk}


@thing("referral_to_answer")
def referral_to_answer(world: World, place: Place, person: Person) -> Values:
    return {"referral_id": _referral(place, up=False).pk, "act": "accept"}


@thing("referral_to_close")
def referral_to_close(world: World, place: Place, person: Person) -> Values:
    return {"referral_id": _referral(place, up=True).pk, "act": "close"}


@thing("referral_to_approve")
def referral_to_approve(world: World, place: Place, person: Person) -> Values:
    made = _referral(place, up=True)
    Referral.objects.filter(pk=made.pk).update(approved_by="王")
    return {"referral_id": made.pk}


@thing("returned_referral")
def returned_referral(world: World, place: Place, person: Person) -> Values:
    made, today = _referral(place, up=True), clock.today()
    texts = dict.fromkeys(("diagnosis", "summary", "drugs", "next_plan", "warning_signs", "contact"), "无")
    Reply.objects.create(referral=made, revisit_on=today, written_on=today, **texts)
    item = PlanItem.objects.create(referral=made, text="复查", due_on=today)
    return {"referral_id": made.pk, "item_id": item.pk}


def _referral(place: Place, *, up: bool) -> Referral:
    """A draft from the place's institution to another, or one sent to it."""
    hospital = organization.make_institution(place.county, name="医院", kind="county_hospital", level="county")
    ends = (place.institution, hospital) if up else (hospital, place.institution)
    resident = people.make_resident(village=f"{place.township}201")
    made = Referral.objects.create(
        number=uuid4().hex[:20],
        resident=resident,
        region_id=resident.region_id,
        direction="up" if up else "down",
        urgency="routine",
        visit="outpatient",
        group="hypertension",
        from_institution=ends[0],
        to_institution=ends[1],
        to_name=ends[1].name,
        to_level=ends[1].level,
        diagnosis="高血压",
        illness="血压高",
        consent=True,
    )
    sent = {"submitted_at": clock.now(), "answer_due_at": clock.now()}
    Referral.objects.filter(pk=made.pk).update(state="submitted", **sent)
    return made


@thing("consultation")
def consultation(world: World, place: Place, person: Person) -> Values:
    """An answered question of the place to a hospital, with a file."""
    made = _consultation(place)
    answered = {"conclusion": "agree", "advice": "同意", "answered_at": clock.now()}
    Consultation.objects.filter(pk=made.pk).update(state="answered", **answered)
    return {"consultation_id": made.pk, "file_id": _consultation_file(made), "act": "close"}


@thing("open_consultation")
def open_consultation(world: World, place: Place, person: Person) -> Values:
    return {"consultation_id": _consultation(place).pk}


def _consultation(place: Place) -> Consultation:
    hospital = organization.make_institution(place.county, name="医院", kind="county_hospital", level="county")
    resident = people.make_resident(village=f"{place.township}201")
    return Consultation.objects.create(
        number=uuid4().hex[:20],
        kind="clinical",
        urgency="routine",
        resident=resident,
        region_id=resident.region_id,
        from_institution=place.institution,
        to_institution=hospital,
        question="请会诊",
        consented=True,
        asked_at=clock.now(),
        submission_id=uuid4(),
    )


def _consultation_file(made: Consultation) -> UUID:
    kept = attach(by=SystemViewer(), subject_kind="care_consultation", subject_id=made.pk, content=b"%PDF-1.7")
    file = ConsultationFile.objects.create(
        consultation=made, attachment_id=kept.id, name="心电图.pdf", is_answer=False, added_at=clock.now()
    )
    return file.pk


@thing("supply_request")
def supply_request(world: World, place: Place, person: Person) -> Values:
    """What the place asked of a hospital."""
    hospital = organization.make_institution(place.county, name="医院", kind="county_hospital", level="county")
    return {"request_id": _supply(place.institution, hospital), "act": "cancel"}


@thing("supply_to_send")
def supply_to_send(world: World, place: Place, person: Person) -> Values:
    """What a clinic asked of the place."""
    clinic = organization.make_institution(place.county, name="卫生室", level="village")
    return {"request_id": _supply(clinic, place.institution)}


def _supply(asker: Institution, supplier: Institution) -> UUID:
    made = SupplyRequest.objects.create(
        from_institution=asker, to_institution=supplier, reason="缺药", asked_on=clock.today(), submission_id=uuid4()
    )
    made.lines.create(drug="amlodipine", form="tablet", strength="5mg", quantity=10)
    return made.pk


@thing("formulary_batch")
def formulary_batch(world: World, place: Place, person: Person) -> Values:
    made = FormularyBatch.objects.create(region_id=place.county, file_name="目录.xlsx", judged_on=LONG_AGO)
    return {"batch_id": made.pk}


@thing("reaction")
def reaction(world: World, place: Place, person: Person) -> Values:
    hurt = people.make_resident(village=f"{place.township}201")
    made = AdverseReaction.objects.create(
        resident=hurt,
        region_id=hurt.region_id,
        drug="amlodipine",
        drug_name="氨氯地平",
        began_on=LONG_AGO,
        severity="mild",
        description="踝部水肿",
        measures="none",
        outcome="better",
        reported_on=LONG_AGO,
        submission_id=uuid4(),
    )
    return {"reaction_id": made.pk}


@thing("signing_institution")
def signing_institution(world: World, place: Place, person: Person) -> Values:
    """The place's institution, with somebody who signed with it."""
    served_village(world, place, person)
    return {"institution_id": place.institution.pk}


@thing("community")
def community(world: World, place: Place, person: Person) -> Values:
    return {"community_id": _community(place).pk}


@thing("community_to_join")
def community_to_join(world: World, place: Place, person: Person) -> Values:
    resident = people.make_resident(village=f"{place.township}201")
    return {"community_id": _community(place).pk, "resident_id": resident.pk}


@thing("community_class")
def community_class(world: World, place: Place, person: Person) -> Values:
    return {"class_id": CommunityClass.objects.create(community=_community(place), name="小一班", grade="small").pk}


@thing("community_member")
def community_member(world: World, place: Place, person: Person) -> Values:
    return {"member_id": _child(place).pk}


@thing("food_sample")
def food_sample(world: World, place: Place, person: Person) -> Values:
    now = clock.now()
    made = FoodSample.objects.create(community=_community(place), meal="午餐", kept_at=now, keep_until=now)
    return {"sample_id": made.pk}


@thing("incident")
def incident(world: World, place: Place, person: Person) -> Values:
    made = Incident.objects.create(community=_community(place), kind="fever", happened_on=clock.today(), what="发热")
    return {"incident_id": made.pk}


@thing("frail_child")
def frail_child(world: World, place: Place, person: Person) -> Values:
    made = FrailChild.objects.create(member=_child(place), condition="anaemia", opened_on=clock.today(), plan="补铁")
    return {"file_id": made.pk}


@thing("community_agreement")
def community_agreement(world: World, place: Place, person: Person) -> Values:
    community, today = _community(place), clock.today()
    made = CommunityAgreement.objects.create(
        community=community,
        team_id=community.team_id,
        services=["service_point"],
        rounds="每周三上午",
        represented_by="钱经理",
        signed_on=today,
        starts_on=today,
        ends_on=today,
    )
    return {"agreement_id": made.pk}


@thing("community_month")
def community_month(world: World, place: Place, person: Person) -> Values:
    today = clock.today()
    return {"community_id": _community(place).pk, "year": today.year, "month": today.month}


@thing("community_term")
def community_term(world: World, place: Place, person: Person) -> Values:
    return {"community_id": _community(place).pk, "day": clock.today()}


def _community(place: Place) -> Community:
    """A kindergarten."""
    return Community.objects.create(
        kind="kindergarten",
        name=f"幼儿园{uuid4().hex[:6]}",
        team=organization.make_team(place.institution),
        institution=place.institution,
        region_id=place.institution.region_id,
    )


def _child(place: Place) -> Member:
    resident = people.make_resident(village=f"{place.township}201")
    return Member.objects.create(community=_community(place), resident=resident, role="child", since=clock.today())
