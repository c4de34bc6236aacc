"""A demonstration county holds what its truth file says, breaks no law, and is the same each time."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Count, F, Q

from jiayi.community.communities.models import Community, DoneDuty
from jiayi.community.communities.selectors import absences_of, day_of
from jiayi.community.outreach.models import Activity, Meeting, MonthSummary
from jiayi.demo import services
from jiayi.demo.known_rates import UNKNOWN, coverage_rows, differences
from jiayi.demo.money import assess_and_settle
from jiayi.demo.sizes import SIZES
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.insight.assurance.models import AuditItem, Finding, InterviewCase
from jiayi.insight.assurance.services import detect
from jiayi.insight.assurance.terms import CaseState
from jiayi.insight.indicators import selectors
from jiayi.insight.indicators.services import build_facts
from jiayi.insight.performance.models import Circular, MemberShare, Objection, ServiceClaim, Settlement
from jiayi.registry.access import selectors as access
from jiayi.registry.access.models import User
from jiayi.registry.organization.models import Region, Reorganization
from jiayi.registry.organization.terms import ReorganizationKind
from jiayi.registry.tasks.services import rebuild
from jiayi.service.agreements.models import Agreement, AgreementStep, TeamLoad
from jiayi.service.agreements.services import confirm_agreement, reconcile_loads
from jiayi.service.agreements.terms import NEW, TRANSITIONS, State
from jiayi.service.care.models import PlanReview, SharedResult
from jiayi.service.fulfilment.services.ledger import record_differences
from jiayi.service.scheduling import services as scheduling
from jiayi.service.scheduling.models import Booking, Session
from jiayi.service.scheduling.terms import SEATED, BookingState, SessionState

from .conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


def test_coverage_and_agreements_are_those_of_the_truth_file(truth):
    snapshot = selectors.current_snapshot()
    counts = selectors.coverage(SystemViewer(), "", digits=9, snapshots=[snapshot])
    known = {
        (row["township"], snapshot.pk, row["population"]): (row["residents"], row["signed"], row["refused"])
        for row in truth["coverage"]
    }
    assert {key: (one.residents, one.signed, one.refused) for key, one in counts.items()} == known
    states = truth["agreements"]
    assert sum(states.values()) == Agreement.objects.count()
    assert states["active"] == Agreement.objects.filter(state="active").count() > 100


def test_every_state_is_there_and_the_ledger_tells_by_which_act_each_came(truth):
    states = Counter(Agreement.objects.values_list("state", flat=True))
    assert set(states) == set(State) and states == truth["agreements"]
    steps = AgreementStep.objects.order_by("id")
    assert not steps.filter(Q(act="") | Q(on=None)).exists()
    taken = set(steps.values_list("act", "from_state", "to_state"))
    assert taken <= {(str(act), str(former), str(state)) for act, former, state in TRANSITIONS}
    came_to: dict[str, str] = {}
    for step in steps:
        assert came_to.get(step.agreement_id, NEW) == step.from_state
        came_to[step.agreement_id] = step.to_state
    assert came_to == dict(Agreement.objects.values_list("id", "state"))


def test_an_act_over_many_of_each_kind_is_there_and_agreements_followed_it_and_its_undoing(truth):
    acts = {act.kind: act for act in Reorganization.objects.all()}
    assert set(acts) == set(ReorganizationKind)
    assert [kind for kind, act in acts.items() if act.undone_at] == ["merge_villages"]
    followed = {kind for kind, act in acts.items() if act.counts.get("agreements_agreement")}
    assert followed == {"split_team", "merge_teams", "hand_over", "merge_villages"}
    assert not Agreement.objects.filter(state="active", team__dissolved_on__isnull=False).exists()


def test_a_waiting_paper_of_the_county_can_be_signed(truth):
    waiting = Agreement.objects.filter(state="pending").select_related("paper")[0]
    confirm_agreement(by=SystemViewer(), paper_id=waiting.paper_id, signed_on=TODAY, on=TODAY)
    waiting.refresh_from_db()
    assert waiting.state in ("active", "scheduled")


def test_clinics_and_rounds_have_a_past_and_are_booked_within_their_places(truth):
    assert truth["sessions"] == Counter(Session.objects.values_list("state", flat=True))
    assert set(truth["sessions"]) == set(SessionState)
    assert set(Booking.objects.values_list("state", flat=True)) == set(BookingState)
    held = Count("bookings", filter=Q(bookings__state__in=SEATED))
    assert not Session.objects.annotate(held=held).exclude(taken=F("held")).exists()
    assert Session.objects.filter(taken=F("capacity"), bookings__state="waiting").exists()
    assert Session.objects.filter(needs_decision=True).exists()
    again = scheduling.turn_day(by=SystemViewer(), on=TODAY)
    assert (again.sessions_made, again.bookings_missed) == (0, 0)


def test_audits_re_interviews_plan_reviews_and_shared_results_are_there_and_agree_with_the_tasks(truth):
    assert AuditItem.objects.filter(state="closed").exists() and AuditItem.objects.filter(state="pending").exists()
    assert {CaseState.WAITING, CaseState.CLOSED} <= set(InterviewCase.objects.values_list("state", flat=True))
    assert InterviewCase.objects.filter(outcome="match").exists()
    assert {"waiting", "approved", "returned"} <= set(PlanReview.objects.values_list("state", flat=True))
    assert SharedResult.objects.filter(level="county").exists() and SharedResult.objects.filter(way="paper").exists()
    assert rebuild(on=TODAY, check=True).total == 0 and record_differences() == []


def test_activities_and_kindergartens_have_a_past_and_something_to_do_today(truth):
    assert set(Activity.objects.values_list("state", flat=True)) >= {"planned", "held", "archived", "cancelled"}
    assert MonthSummary.objects.exists() and Meeting.objects.filter(state="held").exists()
    garden = Community.objects.filter(kind="kindergarten", members__isnull=False).order_by("region_id").first()
    assert garden.members.exists() and DoneDuty.objects.filter(community=garden).exists()
    assert any(one["check"] is None for one in day_of(garden, TODAY))
    assert [one for one in absences_of(garden, TODAY) if one.due]


def test_counters_are_right_and_nothing_is_built_twice(truth):
    assert TeamLoad.objects.filter(persons__gt=0).exists()
    assert not list(reconcile_loads(by=SystemViewer(), on=TODAY))
    assert Region.objects.filter(level="village").count() == 320
    with pytest.raises(services.AlreadyBuilt):
        services.build_demo(size=SIZES["small"], on=TODAY, say=lambda words: None)


def test_the_administrators_of_the_county_look_after_every_account(truth):
    for name in ("system", "security"):
        viewer = access.viewer_of(User.objects.get(username=name))
        assert set(access.users(viewer).values_list("username", flat=True)) == set(truth["accounts"])


def test_asked_for_again_a_county_stays_and_tells_its_accounts(truth, capsys):
    call_command("demo", size="small", keep=True)
    told = capsys.readouterr().out
    assert all(account in told for account in truth["accounts"])
    with pytest.raises(CommandError, match=r"already \(small\)"):
        call_command("demo", size="medium", keep=True)
    with pytest.raises(CommandError, match="already"):
        call_command("demo", size="small")


def test_every_indicator_comes_to_what_was_known_or_is_named_and_the_months_are_settled(truth, settings, tmp_path):
    settings.FACTS_ROOT = tmp_path
    days = [date(2026, 10, 31), TODAY]
    built = [one for day in days for one in build_facts(by=SystemViewer(), on=day, at=NOON)]
    compared, wrong = differences(truth, [built[-1].period])
    assert not wrong and compared > 300
    known = {row["indicator"] for row in [*truth["rates"], *coverage_rows(truth["coverage"])]}
    of_nobody = {one.indicator for one in selectors.evaluated()} - known - set(UNKNOWN)
    assert not set(UNKNOWN) & known
    assert not any(rate.denominator for rate in selectors.evaluate(built[-1].period, of_nobody, ["county"]).values())
    assess_and_settle(days, truth["styles"], TODAY)
    assert Circular.objects.get().state == "issued" and ServiceClaim.objects.exists()
    assert Counter(Settlement.objects.values_list("state", flat=True)) == {"approved": 2, "checked": 1}
    assert MemberShare.objects.filter(member_score__isnull=False).exists() and Objection.objects.exists()


def test_those_who_forge_are_found_and_the_diligent_are_not(truth):
    styles = truth["styles"]
    assert [one["manner"] for one in styles["forging"]] == ["rounding", "hugging"]
    for known in styles["forging"]:
        found = Finding.objects.filter(team__name=known["team"])
        of_doctor = found.filter(practitioner__name=known["doctor"])
        assert set(of_doctor.values_list("detector", flat=True)) >= set(known["expected"])
        of_team = found.filter(practitioner=None)
        assert set(of_team.values_list("detector", flat=True)) >= set(known["expected_of_team"])
    assert not Finding.objects.filter(team__name__in=styles["diligent"]).exists()
    assert detect(by=SystemViewer(), on=TODAY).changed == 0
