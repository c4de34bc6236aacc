"""Rates against their caps with early warning; cases sampled, judged, sanctioned, put right; the network."""

import datetime as dt

import pytest
from django.urls import reverse

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.services import rebuild
from jiayi.service.insurance.models import InsuredVisit, VisitBatch
from jiayi.service.insurance.terms import Period
from jiayi.service.referral import selectors, services
from jiayi.service.referral.models import CaseAudit, Partner, RateWarning, Referral
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization.factories import COUNTY, make_adoption

from .factories import DAY, at, make_county, make_resident, viewer

pytestmark = pytest.mark.django_db
BY = SystemViewer()
ONE = dt.timedelta(days=1)
PERIOD = Period(DAY - 89 * ONE, DAY)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    monkeypatch.setattr(clock, "now", at)


@pytest.fixture
def county():
    return make_county("zhuxi-2014")


def treated(county, count):
    """So many visits at the township centre."""
    resident, batch = make_resident(), VisitBatch.objects.create(file_name="v.csv", entered_on=DAY)
    InsuredVisit.objects.bulk_create(
        InsuredVisit(
            resident=resident,
            region_id=resident.region_id,
            batch=batch,
            institution=county.centre,
            institution_name=county.centre.name,
            level="township",
            in_county=True,
            kind="outpatient",
            visit_on=DAY - 5 * ONE,
            diagnosis=f"病{number}",
            amount_fen=100,
            referred=False,
        )
        for number in range(count)
    )


def of_centre(county):
    return next(row for row in selectors.rates(BY, PERIOD, on=DAY) if row.institution.id == county.centre.id)


def test_the_rate_stands_beside_its_cap(county) -> None:
    treated(county, 10)
    for _ in range(4):
        county.sent()
    county.draft()
    row = of_centre(county)
    assert (row.referred, row.treated, row.outcome["rate"], row.outcome["cap"]) == (4, 10, 0.4, 0.5)
    assert row.outcome["state"] == "ok" and services.watch_rates(on=DAY) == 0


def test_near_the_cap_a_warning_opens_the_supervisors_task_once(county) -> None:
    treated(county, 10)
    for _ in range(5):
        county.sent()
    assert services.watch_rates(on=DAY) == 1 and services.watch_rates(on=DAY) == 0
    warning = RateWarning.objects.get()
    assert (warning.state, warning.due_on) == ("near", DAY + 7 * ONE)
    task = Task.objects.get(kind="rate_warning")
    assert task.state == "open" and task.region_id == county.centre.region_id and rebuild(on=DAY, check=True).total == 0
    with pytest.raises(BadShape):
        services.answer_warning(by=BY, warning_id=warning.id, answer=" ", on=DAY)
    services.answer_warning(by=BY, warning_id=warning.id, answer="个别医生转诊偏多，已约谈", on=DAY)
    task.refresh_from_db()
    assert task.state == "closed" and rebuild(on=DAY, check=True).total == 0
    stranger = viewer("insured_visit_read", regions=("999999",))
    with pytest.raises(NotVisible):
        selectors.warning_for(stranger, warning.id)


def test_open_referrals_are_told_by_step_and_time(county) -> None:
    old, new = county.sent(), county.sent()
    Referral.objects.filter(id=old.id).update(updated_at=at() - 5 * ONE)
    Referral.objects.filter(id=new.id).update(updated_at=at())
    (row,) = selectors.open_by_step_and_time(BY, at(DAY + ONE * 3))
    assert (row["state"], row["day"], row["three_days"], row["longer"], row["late"]) == ("submitted", 0, 1, 1, 2)


def test_a_case_is_drawn_once_judged_with_its_sanction_and_put_right(county) -> None:
    referrals = [county.sent() for _ in range(3)]
    auditor = viewer("referral_read", "record_audit", regions=(COUNTY,))
    draw = lambda size: services.draw_cases(by=auditor, since=DAY, until=DAY, size=size, on=DAY)  # noqa: E731
    assert len(draw(2)) == 2 and len(draw(5)) == 1 and draw(5) == []
    with pytest.raises(BadShape):
        draw(0)
    with pytest.raises(NotVisible):
        services.draw_cases(by=county.desk, since=DAY, until=DAY, size=1, on=DAY)
    case = CaseAudit.objects.get(referral=referrals[0])
    judge = lambda **given: services.judge_case(by=auditor, case_id=case.id, on=DAY, **given)  # noqa: E731
    for wrong in ({"verdict": "flawed"}, {"verdict": "breach", "faults": "未征得同意"}):
        with pytest.raises(BadShape):
            judge(**wrong)
    judge(verdict="breach", faults="未征得同意", sanction="timed_correction", correct_by=DAY + 7 * ONE)
    with pytest.raises(BadShape):
        judge(verdict="proper")
    assert selectors.quality(auditor) == {"drawn": 3, "judged": 1, "proper": 0, "breaches": 1, "uncorrected": 1}
    with pytest.raises(NotVisible):
        services.correct_case(by=auditor, case_id=case.id, correction="已补签", on=DAY)
    services.correct_case(by=county.doctor, case_id=case.id, correction="已补签同意书并培训", on=DAY)
    assert selectors.quality(auditor)["uncorrected"] == 0


def test_the_network_tells_what_is_there_and_what_must_be(county) -> None:
    make_adoption(COUNTY, "tiered-city-plan")
    found = {one["code"]: one["there"] for one in selectors.required_institutions(BY, COUNTY, DAY)}
    assert found == {"general_hospital": 1, "tcm_hospital": 1, "mch_hospital": 0}
    bureau = viewer("referral_read", "institution_write", regions=(COUNTY,))
    agree = lambda by: services.agree_partner(by=by, region_code=COUNTY, name="省人民医院", level="province", since=DAY)  # noqa: E731
    assert agree(bureau).id == agree(bureau).id and Partner.objects.count() == 1
    with pytest.raises(NotVisible):
        agree(county.doctor)


@pytest.mark.parametrize(
    ("scheme", "key", "said"),
    [
        ("tiered-model-2024", "tiered_care.levels", "community"),
        ("tiered-four-levels", "tiered_care.levels", "level_3"),
        ("shenzhen-tiered", "tiered_care.levels", "large_hospital"),
        ("kunming-2016", "tiered_care.principles", "primary_first_contact"),
        ("tiered-concrete", "tiered_care.principles", "by_time"),
        ("tiered-township-first", "referral.village_scope", "common_disease"),
        ("tiered-township-first", "referral.township_case_kinds", "late_cancer"),
        ("tiered-general", "referral.routing", "community"),
        ("tiered-city-plan", "tiered_care.continuing_care", "hospice_care"),
        ("tiered-model-1", "tiered_care.work_steps", "scope_per_level"),
        ("tiered-system", "tiered_care.guarantees", "insurance"),
        ("hospital-community", "tiered_care.information_services", "one_key_call"),
        ("community-2018", "tiered_care.department_duties", "finance"),
        ("community-2018", "tiered_care.county_centre_kinds", "ecg"),
    ],
)
def test_the_guide_tells_what_each_document_says(scheme, key, said) -> None:
    found = {one.key: one.value for part in selectors.guide(["national", scheme], DAY).values() for one in part}
    assert said in found[key]


def test_the_guide_and_the_catalogue_stand_on_a_page_and_advise_on_the_form(client, county) -> None:
    make_adoption(COUNTY, "national", "community-2018")
    user = make_user()
    make_post(user=user, code="referral_desk", institution=county.hospital)
    client.force_login(user)
    shown = client.get("/tiered-care/").content.decode()
    assert all(words in shown for words in ("重症肺炎", "医保和价格", "20个百分点", "30元", "双向转诊", "财政部门"))
    here = selectors.advice_for(COUNTY, [], "none", on=DAY, group="hypertension", from_level="village")
    above = selectors.advice_for(COUNTY, [], "none", on=DAY, group="cancer", from_level="township")
    assert [one["catalogue_level"] for one in (here, above)] == ["village", "county"]
    assert [one["reasons"][-1]["code"] for one in (here, above)] == ["CATALOGUE_HERE", "CATALOGUE_ABOVE"]


def signed_in(client, post, **place):
    user = make_user()
    make_post(user=user, code=post, **place)
    client.force_login(user)
    return client


def test_by_the_pages(client, county) -> None:
    make_adoption(COUNTY, "tiered-city-plan")
    treated(county, 10)
    referrals = [county.sent() for _ in range(6)]
    services.watch_rates(on=DAY)
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    page = bureau.get(reverse("referral:rates")).content.decode()
    assert "60.0% / 50%" in page and "超过上限" in page and "核查" in page
    address = reverse("referral:warning", args=[RateWarning.objects.get().id])
    assert bureau.post(address, {"answer": ""}).status_code == 422
    bureau.post(address, {"answer": "已核查"})
    assert RateWarning.objects.get().answered_on == DAY
    partner = {"name": "省人民医院", "level": "province", "since": DAY.isoformat()}
    bureau.post(reverse("referral:network"), partner)
    network = bureau.get(reverse("referral:network")).content.decode()
    assert "省人民医院" in network and "0 个，至少 1 个" in network
    auditor = signed_in(client, "auditor", region=COUNTY)
    auditor.post(reverse("referral:draw"), {"since": DAY.isoformat(), "until": DAY.isoformat(), "size": "6"})
    case = CaseAudit.objects.get(referral=referrals[0])
    judged = {"verdict": "breach", "faults": "资料不全", "sanction": "talk", "correct_by": DAY.isoformat()}
    auditor.post(reverse("referral:judge", args=[case.id]), judged)
    assert "资料不全" in auditor.get(reverse("referral:cases")).content.decode()
    doctor = signed_in(client, "doctor", institution=county.centre)
    doctor.post(reverse("referral:correct", args=[case.id]), {"correction": "已补齐"})
    assert CaseAudit.objects.get(id=case.id).corrected_on == DAY
