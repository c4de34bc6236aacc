"""Scores from a closed month, objections, settlements to the fen, two approvals, the ledger, and double payment."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from pypdf import PdfReader

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.insight.indicators.models import ClosedRate, PeriodClose
from jiayi.insight.performance import permissions, selectors, services
from jiayi.insight.performance.models import (
    Circular,
    Journal,
    MemberShare,
    Posting,
    ServiceClaim,
    Settlement,
    TeamScore,
)
from jiayi.insight.performance.services.settling import Asked
from jiayi.insight.performance.terms import Entered
from jiayi.service.care.models import Record, RecordVersion
from jiayi.service.fulfilment.models import DoneService
from tests.registry.access.factories import make_post, make_user, signed_in
from tests.registry.organization.factories import (
    COUNTY,
    make_adoption,
    make_county,
    make_institution,
    make_team,
    make_viewer,
)
from tests.registry.people.factories import make_group, make_resident

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
ALL = [permissions.READ, permissions.WRITE, permissions.PROPOSE, permissions.APPROVE, permissions.MONEY_READ]


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def teams():
    make_county(townships=1, villages=2)
    return sorted((make_team() for _ in range(3)), key=lambda one: str(one.pk))


@pytest.fixture
def bureau():
    return make_viewer(*ALL, regions=(COUNTY,))


def somebody():
    return make_viewer(*ALL, regions=(COUNTY,))


@pytest.fixture
def close(teams):
    made = PeriodClose.objects.create(
        county_id=COUNTY, period="2026-10", number=1, as_of=date(2026, 10, 31), facts_digest="f", facts_file="f",
        rulebook_version="t", digest="d", closed_at=NOON,
    )  # fmt: skip
    for at, team in enumerate(teams):
        for code, (numerator, denominator) in {
            "coverage-all": (75 - 15 * at, 100),
            "coverage-key": (85, 100),
            "coverage-full": (10, 10),
            "effective-rate": (70, 100),
            "hypertension-control": (70, 100),
        }.items():
            ClosedRate.objects.create(
                close=made, indicator=code, level="team", place=str(team.pk), numerator=numerator,
                denominator=denominator, excluded=0,
            )  # fmt: skip
    return made


@pytest.fixture
def final(bureau, teams, close):
    for at, team in enumerate(teams):
        for _service in range(10 * (at + 1)):
            DoneService.objects.create(
                resident=make_resident(), items=["follow_up_hypertension"], on=date(2026, 5, 1), mode="clinic",
                evidence="a", team=team,
            )  # fmt: skip
    made = services.assess(by=bureau, close=close, scoring="county-standard")
    for team in teams:
        entered = Entered(team.pk, {"satisfaction": 95.0}, 0.96, "11月回访")
        services.enter_points(by=bureau, assessment=made, entered=entered)
    made = services.open_assessment(by=bureau, assessment=made, on=TODAY)
    return services.finish_assessment(by=bureau, assessment=made, on=date(2026, 11, 30))


def test_every_point_is_traced_to_a_measure_or_to_what_was_entered_with_evidence(bureau, teams, close):
    made = services.assess(by=bureau, close=close, scoring="county-standard")
    score = TeamScore.objects.get(assessment=made, team=teams[1])
    # coverage 60 of 75 is 80 points with weight 2, the others 100 with weights 2 and 1
    assert score.dimensions["number"] == 92
    assert (score.dimensions["quality"], score.dimensions["effect"], score.dimensions["satisfaction"]) == (100, 100, 0)
    assert score.final is None
    entered = Entered(teams[1].pk, {"satisfaction": 99.0, "number": 0.0}, 0.96, "回访记录")
    score = services.enter_points(by=bureau, assessment=made, entered=entered)
    assert score.dimensions["satisfaction"] == 90  # the cap of what a person enters
    assert score.dimensions["number"] == 92  # what an indicator says is not overwritten
    assert score.score == pytest.approx(0.25 * 92 + 0.30 * 100 + 0.15 * 100 + 0.15 * 90 + 0.15 * 96)
    assert (score.factor, score.final) == (1.0, score.score)
    measure = next(one for one in score.measures if one["indicator"] == "coverage-all")
    assert (measure["numerator"], measure["denominator"], measure["points"]) == (60, 100, 80.0)


def test_what_re_interviews_found_true_is_the_share_unless_a_person_enters_another(bureau, teams, close):
    ClosedRate.objects.create(
        close=close, indicator="authenticity", level="team", place=str(teams[0].pk), numerator=37, denominator=40,
        excluded=0,
    )  # fmt: skip
    made = services.assess(by=bureau, close=close, scoring="county-standard")
    score = TeamScore.objects.get(assessment=made, team=teams[0])
    assert (score.verified_share, score.factor, score.dimensions["authenticity"]) == (0.925, 0.9, 92.5)
    assert "回访核实 20 次" in score.evidence and score.final is not None


def test_a_circular_praises_and_criticises_and_a_person_decides_what_follows(client, bureau, teams, final):
    TeamScore.objects.filter(team=teams[0]).update(final=90.0)
    TeamScore.objects.filter(team=teams[1]).update(final=75.0)
    TeamScore.objects.filter(team=teams[2]).update(final=40.0)
    page = signed_in(client, "county_bureau", region=COUNTY)
    drafted = page.post(reverse("performance:circulars"), {"assessment": str(final.pk)}, follow=True)
    made = Circular.objects.get()
    text = drafted.content.decode()
    assert teams[0].name in text and teams[2].name in text and teams[1].name not in text
    assert "平均68.33分" in made.opening and "表扬1个，批评1个" in made.opening
    assert reverse("indicators:closed", args=[final.close_id]) in text
    url = reverse("performance:circular", args=[made.pk])
    assert "没有决定处理意见" in page.post(url, {"issue": "1"}, follow=True).content.decode()
    asked = {"team": str(teams[2].pk), "consequence": "talk", "text": "随访不到位"}
    assert "写明处理的理由" in page.post(url, asked | {"reason": " "}, follow=True).content.decode()
    page.post(url, asked | {"reason": "连续两季末位"})
    page.post(url, {"opening": "全县总体平稳", "closing": "年底前补齐"})
    page.post(url, {"issue": "1"})
    made.refresh_from_db()
    assert made.state == "issued" and made.lines.get(team=teams[2]).decided_by_name
    assert "不能再改" in page.post(url, {"opening": "改"}, follow=True).content.decode()
    pdf = page.get(reverse("performance:circular_pdf", args=[made.pk])).content
    printed = "".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages)
    assert "全县总体平稳" in printed and "随访不到位" in printed and "约谈" in printed
    with pytest.raises(IntegrityError), transaction.atomic():
        made.lines.filter(team=teams[2]).update(decided_by_name="")


def test_points_without_evidence_are_refused_and_scores_wait_for_the_interviews(bureau, teams, close):
    made = services.assess(by=bureau, close=close, scoring="county-standard")
    with pytest.raises(LawBroken, match="E_EVIDENCE_MISSING"):
        services.enter_points(by=bureau, assessment=made, entered=Entered(teams[0].pk, {}, 1.0, " "))
    with pytest.raises(LawBroken, match="E_SCORES_WAIT"):
        services.open_assessment(by=bureau, assessment=made, on=TODAY)
    with pytest.raises(LawBroken, match="E_ASSESSMENT_THERE"):
        services.assess(by=bureau, close=close, scoring="county-standard")
    with pytest.raises(NotVisible):
        services.assess(by=make_viewer(permissions.READ, regions=(COUNTY,)), close=close, scoring="county-standard")


def test_little_verified_work_scores_nothing_and_goes_to_the_audit(bureau, teams, close):
    made = services.assess(by=bureau, close=close, scoring="county-standard")
    score = services.enter_points(by=bureau, assessment=made, entered=Entered(teams[0].pk, {}, 0.79, "回访"))
    assert (score.final, score.needs_audit) == (0, True)


def test_work_equivalents_count_verified_services(final, teams):
    units = dict(final.scores.values_list("team_id", "units"))
    assert units[teams[0].pk] == Decimal("11.52")  # 10 x 1.2 x 0.96
    assert units[teams[2].pk] == Decimal("34.56")


def test_a_member_is_scored_by_the_own_residents_and_work_and_paid_by_both(client, bureau, teams, close):
    team, leader = teams[0], teams[0].leader
    ClosedRate.objects.create(
        close=close, indicator="hypertension-control", level="doctor", place=str(leader.pk), numerator=35,
        denominator=100, excluded=0,
    )  # fmt: skip
    for illnesses in (("hypertension",), ("hypertension", "diabetes")):
        done = make_done(team, leader, make_resident())
        for group in illnesses:
            make_group(done.resident, group)
    make_done(team, None, make_resident())
    made = services.assess(by=bureau, close=close, scoring="county-standard")
    entered = Entered(team.pk, {"satisfaction": 80.0}, 0.95, "回访")
    score = services.enter_points(by=bureau, assessment=made, entered=entered)
    own = score.members.get(practitioner=leader)
    nurse = score.members.get(role="nurse")
    # 1.2 and, of a patient with two illnesses, 1.2 x 1.2; what nobody is named for is the team's alone
    assert (own.units, own.share, score.units) == (Decimal("2.51"), 0.6877, Decimal("3.65"))
    assert (own.dimensions["effect"], nurse.dimensions["effect"], score.dimensions["effect"]) == (50.0, 100.0, 100.0)
    assert own.final == pytest.approx(score.final - 0.15 * 50) and nurse.final == score.final and nurse.units == 0
    page = signed_in(client, "county_bureau", region=COUNTY)
    assert leader.name in page.get(reverse("performance:score", args=[score.pk])).content.decode()
    text = page.get(reverse("performance:member_score", args=[own.pk])).content.decode()
    assert "本人负责的居民" in text and "多病共存" in text and "1.44" in text
    made.scores.update(final=score.final)
    services.open_assessment(by=bureau, assessment=made, on=TODAY)
    final = services.finish_assessment(by=bureau, assessment=made, on=date(2026, 11, 30))
    paid = approve(services.settle(by=bureau, asked=Asked(COUNTY, "fiscal", 10_000, 2026), assessment=final, on=TODAY))
    share = MemberShare.objects.get(settlement=paid, practitioner=leader)
    assert share.member_score == own and share.amount_fen == 8_000  # all that is earned, and a third of the floor
    paper = page.get(reverse("performance:member_statement", args=[share.pk]))
    printed = PdfReader(io.BytesIO(b"".join(paper))).pages[0].extract_text().replace(" ", "")
    assert "本人得分" in printed and "68.8%" in printed and "多病共存" in printed
    user = make_user(username="own", practitioner=nurse.practitioner)
    make_post(user=user, code="nurse", institution=team.institution)
    client.force_login(user)
    page = client.get(reverse("performance:score", args=[score.pk])).content.decode()
    assert nurse.practitioner.name in page and leader.name not in page
    assert client.get(reverse("performance:member_score", args=[nurse.pk])).status_code == 200
    assert client.get(reverse("performance:member_score", args=[own.pk])).status_code == 404
    theirs = MemberShare.objects.get(member_score=nurse)
    assert client.get(reverse("performance:member_statement", args=[theirs.pk])).status_code == 200
    assert client.get(reverse("performance:member_statement", args=[share.pk])).status_code == 404


def make_done(team, practitioner, resident):
    """A follow-up of May in the clinic, by somebody or by nobody who is named."""
    service = uuid4()
    if practitioner:
        known = {"team": team, "practitioner": practitioner, "submission_id": service, "evidence": "a"}
        record = Record.objects.create(
            id=service, resident=resident, region_id=resident.region_id, form="hypertension-follow-up",
            visit_on=date(2026, 5, 1), mode="clinic", entered_on=date(2026, 5, 1), **known,
        )  # fmt: skip
        RecordVersion.objects.create(record=record, number=1, values={}, entered_at=NOON)
    return DoneService.objects.create(
        id=service, resident=resident, items=["follow_up_hypertension"], on=date(2026, 5, 1), mode="clinic",
        evidence="a", team=team,
    )  # fmt: skip


def test_a_team_objects_within_the_window_and_is_answered(bureau, teams, close):
    made = services.assess(by=bureau, close=close, scoring="county-standard")
    for team in teams:
        services.enter_points(by=bureau, assessment=made, entered=Entered(team.pk, {}, 0.96, "回访"))
    made = services.open_assessment(by=bureau, assessment=made, on=TODAY)
    score = TeamScore.objects.select_related("team", "assessment").get(assessment=made, team=teams[0])
    own = make_viewer(permissions.OBJECT, institutions=(teams[0].institution_id,))
    asked = {"score": score, "text": "签约数少算了", "at": NOON}
    with pytest.raises(NotVisible):
        services.object_to_score(by=make_viewer(permissions.OBJECT, institutions=(uuid4(),)), on=TODAY, **asked)
    with pytest.raises(LawBroken, match="E_OBJECTION_LATE"):
        services.object_to_score(by=own, on=date(2026, 11, 30), **asked)
    objection = services.object_to_score(by=own, on=TODAY, **asked)
    with pytest.raises(LawBroken, match="E_OBJECTION_THERE"):
        services.object_to_score(by=own, on=TODAY, **asked)
    with pytest.raises(LawBroken, match="E_OBJECTIONS_OPEN"):
        services.finish_assessment(by=bureau, assessment=made, on=date(2026, 12, 31))
    services.answer_objection(by=bureau, objection=objection, is_upheld=False, answer="已核对", at=NOON)
    with pytest.raises(LawBroken, match="E_OBJECTION_ANSWERED"):
        services.answer_objection(by=bureau, objection=objection, is_upheld=True, answer="再看", at=NOON)
    with pytest.raises(LawBroken, match="E_OBJECTIONS_OPEN"):
        services.finish_assessment(by=bureau, assessment=made, on=TODAY)
    assert services.finish_assessment(by=bureau, assessment=made, on=date(2026, 11, 30)).state == "final"


def approve(made):
    for _time in range(2):
        made = services.approve_settlement(by=somebody(), settlement=made, on=TODAY, at=NOON)
    return made


def test_the_pool_is_divided_to_the_fen_less_what_was_prepaid(bureau, teams, final):
    asked = Asked(COUNTY, "fiscal", 1_000_001, 2026)
    signed = {str(team.pk): 100 for team in teams}
    prepaid = approve(services.prepay(by=bureau, asked=asked, share=Decimal("0.4"), signed=signed, on=TODAY))
    assert sorted(prepaid.amounts.values()) == [133_333, 133_333, 133_334]
    settled = services.settle(by=bureau, asked=asked, assessment=final, on=TODAY)
    assert sum(settled.amounts.values()) == 1_000_001
    assert {team: settled.amounts[team] - prepaid.amounts[team] for team in signed} == settled.balance
    assert services.settling.paid_of_year(asked) == prepaid.amounts
    approve(settled)
    assert services.settling.paid_of_year(asked) == settled.amounts
    rows = selectors.balances(bureau, COUNTY, 2026)
    assert sum(row["total"] for row in rows) == 0
    assert next(row for row in rows if row["account"] == "fund:fiscal")["total"] == -1_000_001


def test_a_scheme_that_pays_by_population_served_divides_by_signed_persons_and_score(client, bureau, teams, final):
    make_adoption(COUNTY, "community-2018")
    made = services.settle(by=bureau, asked=Asked(COUNTY, "fiscal", 180_000, 2026), assessment=final, on=TODAY)
    served = {str(team.pk): 75 - 15 * at for at, team in enumerate(teams)}
    assert made.facts["persons"] == served
    parts = {team: served[team] * made.facts["scores"][team] for team in served}
    for team, part in parts.items():
        assert made.amounts[team] == pytest.approx(180_000 * part / sum(parts.values()), abs=1)
    page = signed_in(client, "county_bureau", region=COUNTY).get(reverse("performance:settlement", args=[made.pk]))
    assert "服务人口" in page.content.decode() and services.run_again(made)


def test_money_needs_three_persons_and_is_locked_after_the_second_approval(bureau, teams, final):
    made = services.settle(by=bureau, asked=Asked(COUNTY, "fiscal", 5_000, 2026, 4), assessment=final, on=TODAY)
    asked = {"settlement": made, "on": TODAY, "at": NOON}
    with pytest.raises(LawBroken, match="E_SETTLEMENT_OTHER_PERSON"):
        services.approve_settlement(by=bureau, **asked)
    first = somebody()
    services.approve_settlement(by=first, **asked)
    with pytest.raises(LawBroken, match="E_SETTLEMENT_OTHER_PERSON"):
        services.approve_settlement(by=first, **asked)
    assert not Journal.objects.exists()
    made = services.approve_settlement(by=somebody(), **asked)
    assert services.run_again(made)
    with pytest.raises(LawBroken, match="E_SETTLEMENT_LOCKED"):
        services.approve_settlement(by=somebody(), **asked)
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        Settlement.objects.filter(pk=made.pk).update(digest="x")
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        Posting.objects.update(amount_fen=0)


def test_what_is_kept_is_run_again_exactly_and_a_difference_is_not_approved(bureau, final):
    made = services.settle(by=bureau, asked=Asked(COUNTY, "fiscal", 5_000, 2026), assessment=final, on=TODAY)
    assert services.run_again(made)
    Settlement.objects.filter(pk=made.pk).update(facts=made.facts | {"pool_fen": 6_000})
    with pytest.raises(LawBroken, match="E_SETTLEMENT_DIFFERS"):
        services.approve_settlement(by=somebody(), settlement=made, on=TODAY, at=NOON)


def test_money_is_divided_once_by_final_scores_and_a_real_share(bureau, teams, close, final):
    asked = Asked(COUNTY, "fiscal", 5_000, 2026)
    services.settle(by=bureau, asked=asked, assessment=final, on=TODAY)
    with pytest.raises(LawBroken, match="E_SETTLEMENT_THERE"):
        services.settle(by=bureau, asked=asked, assessment=final, on=TODAY)
    with pytest.raises(LawBroken, match="E_PREPAY_SHARE"):
        services.prepay(by=bureau, asked=asked, share=Decimal(1), signed={}, on=TODAY)
    final.state = "open"
    with pytest.raises(LawBroken, match="E_ASSESSMENT_NOT_FINAL"):
        services.settle(by=bureau, asked=asked, assessment=final, on=TODAY)


def test_the_database_refuses_a_journal_that_does_not_balance(bureau, final):
    made = services.settle(by=bureau, asked=Asked(COUNTY, "fiscal", 5_000, 2026), assessment=final, on=TODAY)
    journal = Journal.objects.create(settlement=made, on=TODAY)
    with pytest.raises(IntegrityError, match="nothing in sum"), transaction.atomic():
        Posting.objects.create(journal=journal, account="fund:fiscal", amount_fen=-5)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_one_fund_pays_for_a_person_no_other_pays_again(bureau, teams):
    residents = [make_resident().pk for _ in range(3)]
    asked = {"by": bureau, "team_id": teams[0].pk, "item": "elderly_check", "period": "2026", "on": TODAY}
    first = services.claim_services(fund="public_health_subsidy", resident_ids=residents[:2], **asked)
    assert set(first.values()) == {"public_health_subsidy"}
    second = services.claim_services(fund="fiscal", resident_ids=residents, **asked)
    assert [second[one] for one in residents] == ["public_health_subsidy", "public_health_subsidy", "fiscal"]
    assert ServiceClaim.objects.count() == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceClaim.objects.create(
            resident_id=residents[0], item="elderly_check", period="2026", fund="x", team=teams[0], claimed_on=TODAY
        )


def test_a_month_of_services_is_claimed_on_a_page_and_the_second_fund_is_told_who_pays(client, teams, final):
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    url = reverse("performance:claims")
    asked = {"team": str(teams[0].pk), "item": "follow_up_hypertension", "period": "2026-05"}
    assert "已登记 10 人" in bureau.post(url, asked | {"fund": "fiscal"}, follow=True).content.decode()
    again = bureau.post(url, asked | {"fund": "public_health_subsidy"}, follow=True).content.decode()
    assert "不重复计" in again and ServiceClaim.objects.filter(fund="fiscal").count() == 10
    assert "请选择团队和月份" in bureau.post(url, asked | {"period": "no"}, follow=True).content.decode()


def test_the_bureau_assesses_settles_and_prints_and_visitors_read_the_result(client, teams, close, final):
    bureau = signed_in(client, "county_bureau", region=COUNTY)
    listed = bureau.get(reverse("performance:assessments")).content.decode()
    assert "2026-10" in listed and "已定" in listed
    score = final.scores.get(team=teams[1])
    page = bureau.get(reverse("performance:score", args=[score.pk])).content.decode()
    assert "60" in page and "80.00" in page and "11月回访" in page and "人工录入" in page
    asked = {"fund": "fiscal", "pool": "10000.01", "year": "2026", "quarter": "4", "assessment": str(final.pk)}
    made = bureau.post(reverse("performance:settlements"), asked)
    settlement = Settlement.objects.get()
    assert made["Location"] == reverse("performance:settlement", args=[settlement.pk])
    url = made["Location"]
    assert "三个不同的人" in bureau.post(url, follow=True).content.decode()
    approve(settlement)
    assert "按保存的依据重算一致" in bureau.get(url).content.decode()
    paper = bureau.get(reverse("performance:statement", args=[settlement.pk, teams[2].pk]))
    text = PdfReader(io.BytesIO(b"".join(paper))).pages[0].extract_text()
    assert teams[2].name in text.replace(" ", "") and "应得金额" in text
    shares = list(MemberShare.objects.filter(team=teams[2]))
    assert sum(one.amount_fen for one in shares) == settlement.balance[str(teams[2].pk)] > 0
    own = next(one for one in shares if one.role == "leader")
    paper = bureau.get(reverse("performance:member_statement", args=[own.pk]))
    text = PdfReader(io.BytesIO(b"".join(paper))).pages[0].extract_text().replace(" ", "")
    assert "个人结算单" in text and teams[2].leader.name in text and "平均分配" in text
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        MemberShare.objects.update(amount_fen=0)
    client.logout()
    public = client.get(reverse("performance:publication")).content.decode()
    assert teams[0].name in public and "健康指标改善" in public


def test_a_manager_sees_the_own_teams_alone(client, teams, final):
    make_institution()
    user = make_user(region_id=COUNTY)
    make_post(user=user, code="institution_manager", institution=teams[0].institution)
    client.force_login(user)
    page = client.get(reverse("performance:assessment", args=[final.pk])).content.decode()
    assert teams[0].name in page and teams[1].name not in page
    other = final.scores.get(team=teams[1])
    assert client.get(reverse("performance:score", args=[other.pk])).status_code == 404
