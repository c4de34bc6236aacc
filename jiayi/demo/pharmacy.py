"""Around the orders of the county town: who was told, reactions, the medicine box, minimums, supply from the county."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid5

from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization.models import Institution
from jiayi.registry.people.models import Resident
from jiayi.service.agreements.models import Agreement
from jiayi.service.prescriptions import selectors, services
from jiayi.service.prescriptions.models import FormularyLine, InstitutionDrug, Prescription
from jiayi.service.prescriptions.selectors.catalogue import control_of
from jiayi.service.prescriptions.terms import BoxFinding, BoxProblem, ReactionReport

from .county import Township
from .habits import at_ten
from .staff import Actor, staff_of

SPACE = UUID("0c2f4f44-6c5e-4a52-8a0e-58f0b6d8c5a1")
TOLD_SHARE = 3  # of four signed residents three were told
MINIMUM, SENT, WANTED = 200, 500, 800
BASIC = ("amlodipine", "nifedipine", "enalapril", "valsartan", "hydrochlorothiazide", "metformin", "glimepiride")
SHORT = ("amlodipine", "tablet", "5mg")
LACKED = ("metformin", "tablet", "0.5g")


def write_pharmacy(town: Township, on: date) -> None:
    """Nothing where the town has no pharmacist."""
    pharmacist = staff_of(town.institution_id, "pharmacist")
    if pharmacist is None:
        return
    _tell(pharmacist, town, on)
    orders = list(Prescription.objects.filter(institution_id=town.institution_id, state="active").order_by("code"))
    _report(pharmacist, orders, on)
    _look_into_a_box(pharmacist, orders, on)
    _supply(pharmacist, town, on)
    _keep_formulary(town)


def _keep_formulary(town: Township) -> None:
    """The county's formulary is the catalogue; the hospital keeps all of it, the town most; what is common is basic."""
    book = rulebook()
    lines = [
        FormularyLine(
            region_id=town.code[:6],
            code=f"YP{number:04d}",
            name=drug.zh,
            drug=code,
            form=one.form,
            strength=one.strength,
            price_fen=20 + number * 7 % 180,
            is_essential=number % 2 == 0 or code in BASIC,
            is_long_term=control_of(code) == "none",
        )
        for number, (code, drug, one) in enumerate(
            (code, drug, one) for code, drug in book.drugs.items() for one in drug.presentations
        )
    ]
    FormularyLine.objects.bulk_create(lines)
    hospital = Institution.objects.filter(kind="county_hospital").order_by("code").values_list("id", flat=True).first()
    kept = [InstitutionDrug(institution_id=hospital, line=line) for line in lines if hospital]
    kept += [InstitutionDrug(institution_id=town.institution_id, line=line) for n, line in enumerate(lines) if n % 7]
    InstitutionDrug.objects.bulk_create(kept)


def _tell(pharmacist: Actor, town: Township, on: date) -> None:
    signed = Agreement.objects.filter(institution_id=town.institution_id, state="active").order_by("id")
    ids = list(signed.values_list("resident_id", flat=True)[:400])
    told = [one for number, one in enumerate(ids) if number % 4 < TOLD_SHARE]
    ways = ("face", "leaflet", "lecture")
    for number, way in enumerate(ways):
        services.tell_policy(
            by=pharmacist, resident_ids=told[number :: len(ways)], way=way, told_on=on - timedelta(days=20), on=on
        )
    services.open_service(
        by=pharmacist, institution_id=town.institution_id, opened_on=on - timedelta(days=200), note="", on=on
    )


def _report(pharmacist: Actor, orders: Sequence[Prescription], on: date) -> None:
    """A mild reaction that went to the authority, and one that puts its order on hold."""
    for number, (order, severity) in enumerate(zip(orders, ("mild", "moderate"), strict=False)):
        item = order.items.order_by("position").first()
        if item is None:
            continue
        made = services.report_reaction(
            by=pharmacist,
            report=ReactionReport(
                resident_id=order.resident_id,
                drug=item.drug,
                began_on=on - timedelta(days=6),
                severity=severity,
                description="双踝轻度浮肿"
                if severity == "mild"
                else "头晕、乏力，减量后好转",  # data, not for translation
                measures="none" if severity == "mild" else "reduced",
                outcome="better",
                submission_id=uuid5(SPACE, f"reaction {number}"),
                prescription_id=order.id,
            ),
            on=on - timedelta(days=4),
        )
        if severity == "mild":
            services.send_reaction(
                by=pharmacist, reaction_id=made.id, number=f"ADR{on.year}0001", sent_on=on - timedelta(days=2), on=on
            )


def _look_into_a_box(pharmacist: Actor, orders: Sequence[Prescription], on: date) -> None:
    for order in orders[2:]:
        household = Resident.objects.values_list("household_id", flat=True).get(id=order.resident_id)
        held = selectors.box_of(pharmacist, household, on=on) if household else []
        if held:
            problems = (str(BoxProblem.BADLY_STORED),)
            findings = [
                BoxFinding(one.item.id, left=max(one.expected_left - 2, 0), problems=problems if at == 0 else ())
                for at, one in enumerate(held)
            ]
            services.check_box(
                by=pharmacist,
                household_id=household,
                findings=findings,
                advice="药品避光放在阴凉处，不要放在灶台旁",  # data, not for translation
                submission_id=uuid5(SPACE, "box"),
                on=on,
            )
            return


def _supply(pharmacist: Actor, town: Township, on: date) -> None:
    """Minimums; one request to the county that was sent and received, one that waits."""
    hospital = Institution.objects.filter(kind="county_hospital").order_by("code").first()
    keeper = Actor("县医院药剂科")  # data, not for translation
    if hospital is None:
        return
    for drug, form, strength in (SHORT, LACKED):
        services.set_minimum(
            by=pharmacist,
            institution_id=town.institution_id,
            drug=drug,
            form=form,
            strength=strength,
            minimum=MINIMUM,
        )
        services.receive_stock(
            by=keeper,
            institution_id=hospital.id,
            drug=drug,
            form=form,
            strength=strength,
            number=f"{on.year}H{len(drug):02d}",
            expires_on=on + timedelta(days=500),
            quantity=5000,
            note="集中采购",  # data, not for translation
            on=on - timedelta(days=60),
            at=at_ten(on - timedelta(days=60)),
        )
    asked = [
        services.ask_supply(
            by=pharmacist,
            from_institution_id=town.institution_id,
            to_institution_id=hospital.id,
            wanted=[(*wanted, WANTED)],
            reason="签约居民长期处方用药不足",  # data, not for translation
            submission_id=uuid5(SPACE, f"supply {wanted[0]}"),
            on=on - timedelta(days=days),
        )
        for wanted, days in ((SHORT, 9), (LACKED, 1))
    ]
    line = asked[0].lines.get()
    day = on - timedelta(days=7)
    services.send_supply(by=keeper, request_id=asked[0].id, quantities={line.id: SENT}, on=day, at=at_ten(day))
    day = on - timedelta(days=6)
    services.receive_supply(by=pharmacist, request_id=asked[0].id, on=day, at=at_ten(day))
