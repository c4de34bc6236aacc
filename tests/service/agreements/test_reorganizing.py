"""Teams, institutions and villages merge or split: agreements follow, no law breaks, and it can be undone."""

import datetime as dt
from dataclasses import replace
from functools import partial

import pytest
from pypdf import PdfReader

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.foundation.jobs.models import JobRun
from jiayi.foundation.jobs.running import run_job
from jiayi.registry.access.models import Post
from jiayi.registry.organization import services as organization
from jiayi.registry.organization.models import Adoption, Area, Institution, Region, Team, TeamMember
from jiayi.registry.people.models import CareRelation, Household, Resident
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.services import rebuild
from jiayi.service.agreements.models import Agreement, AgreementPaper, DoctorLoad, HouseholdTeam, TeamLoad
from jiayi.service.agreements.services import reconcile_loads
from jiayi.service.agreements.services.printing import printout_path
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization.factories import make_adoption, make_area, make_member, make_practitioner, make_viewer
from tests.registry.people import factories as people

from .factories import COUNTY, VILLAGE, agreement_of, make_resident, make_team, make_village, sign

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 30)
SIGNED = TODAY - dt.timedelta(days=20)
OTHER_VILLAGE = f"{VILLAGE[:9]}229"
BUREAU = make_viewer("reorganize", regions=(COUNTY,))


@pytest.fixture
def place():
    """Two teams of a township, a village each, one resident signed with each."""
    village = make_village()
    people.make_region(OTHER_VILLAGE)
    other = make_team(name="杏林团队")
    make_area(other, OTHER_VILLAGE)
    resident, neighbour = make_resident(), make_resident(name="邻居", village=OTHER_VILLAGE)
    sign(village, resident, signed_on=SIGNED)
    sign(other, neighbour, signed_on=SIGNED)
    return village, other, resident, neighbour


def snapshot() -> dict[str, list]:
    """Everything that an act may change, as plain rows."""
    tables = (
        Agreement,
        Team,
        TeamMember,
        Area,
        Institution,
        Region,
        Resident,
        Household,
        Post,
        HouseholdTeam,
        TeamLoad,
    )
    return {
        table.__name__: sorted(
            ([str(value) for name, value in row.items() if name != "updated_at"] for row in table.objects.values()),
        )
        for table in tables
    }


def seen_by(resident) -> set:
    return set(CareRelation.objects.filter(resident=resident, until=None).values_list("place_id", flat=True))


def undo(act):
    return organization.undo_reorganization(by=BUREAU, act_id=act.id, reason="办错了", on=TODAY, at=clock.now())


def merge_the_villages():
    return organization.merge_villages(by=BUREAU, codes=[OTHER_VILLAGE], into_code=VILLAGE, reason="合村并居", on=TODAY)


def is_sound() -> bool:
    """Counters and tasks are what the agreements say."""
    return not reconcile_loads(by=BUREAU, on=TODAY) and not rebuild(on=TODAY, check=True).total


def test_merged_teams_hand_members_areas_and_agreements_on_and_it_can_be_undone(place):
    village, other, resident, neighbour = place
    before = snapshot()
    merge = partial(
        organization.merge_teams, by=BUREAU, team_ids=[other.id], into_id=village.team.id, reason="人员不足", on=TODAY
    )
    trial = organization.try_out(merge)
    assert trial.refusal is None and trial.counts["agreements_agreement"] == 1
    assert snapshot() == before
    act = merge()
    assert act.counts == trial.counts
    moved = agreement_of(neighbour)
    assert (moved.team_id, moved.state, moved.institution_id) == (
        village.team.id,
        "active",
        village.team.institution_id,
    )
    assert TeamLoad.objects.get(team=village.team).persons == 2
    assert Team.objects.get(id=other.id).dissolved_on == TODAY - dt.timedelta(days=1)
    assert Area.objects.get(region_id=OTHER_VILLAGE, ends_on=None).team_id == village.team.id
    assert village.team.id in seen_by(neighbour) and other.id not in seen_by(neighbour)
    assert set(Task.objects.filter(state="open").values_list("team_id", flat=True)) <= {village.team.id}
    assert is_sound()
    undo(merge_the_villages())  # takes away an area of today and puts it back: nothing is built on the first act
    undo(act)
    after = snapshot()
    assert {name: rows for name, rows in after.items() if name not in ("HouseholdTeam", "TeamLoad")} == {
        name: rows for name, rows in before.items() if name not in ("HouseholdTeam", "TeamLoad")
    }
    assert other.id in seen_by(neighbour)
    assert is_sound()
    with pytest.raises(LawBroken, match="B_ALREADY_UNDONE"):
        undo(act)


def test_households_are_told_of_the_new_team_by_a_printed_notice(place):
    village, other, _, neighbour = place
    user = make_user()
    make_post(user=user, code="county_bureau", region=COUNTY)
    bureau = replace(BUREAU, actor_id=user.id)
    organization.merge_teams(by=bureau, team_ids=[other.id], into_id=village.team.id, reason="人员不足", on=TODAY)
    run = JobRun.objects.get(kind="agreements.print_notices")
    assert run.started_by == user.id
    if run.state == "waiting":
        run_job.call(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.outcome["notices"]) == ("done", 1), run.message
    text = PdfReader(printout_path(run.pk)).pages[0].extract_text().replace(" ", "")
    for words in ("变更告知书", neighbour.name, village.team.name, "人员不足", "不需要重新签约"):
        assert words in text, words


def test_a_merger_that_breaks_laws_is_refused_with_each_of_them_and_nothing_has_changed(place):
    village, other, *_ = place
    make_adoption(COUNTY, "urban-team", "village-centre")
    Region.objects.filter(code=VILLAGE).update(population=20_000)
    TeamLoad.objects.filter(team=village.team).update(households=400)
    household = people.make_household(members=1)
    Agreement.objects.filter(team=other).update(household=household)
    HouseholdTeam.objects.create(household=household, team=other, persons=1)
    before = snapshot()
    merge = partial(
        organization.merge_teams, by=BUREAU, team_ids=[other.id], into_id=village.team.id, reason="人员不足", on=TODAY
    )
    with pytest.raises(LawBroken) as refused:
        merge()
    both = ["B_AREA_POPULATION", "B_TEAM_HOUSEHOLDS"]
    assert [breach["code"] for breach in refused.value.breaches] == both
    assert [breach["code"] for breach in organization.try_out(merge).refusal.breaches] == both
    assert snapshot() == before


def test_a_team_is_split_with_its_area_and_its_agreements(place):
    village, other, resident, neighbour = place
    doctor = make_practitioner(other.institution, "gp")
    make_member(village.team, doctor, "gp")
    make_area(village.team, third := people.make_region(f"{VILLAGE[:9]}230"))
    third_resident = make_resident(name="三村人", village=third.code)
    sign(village, third_resident, signed_on=SIGNED)
    before = snapshot()
    split = partial(
        organization.split_team,
        by=BUREAU,
        team_id=village.team.id,
        name="新团队",
        members=[(doctor.id, "gp")],
        leader_id=doctor.id,
        area_ids=[Area.objects.get(region=third).id],
        reason="人口增加",
        on=TODAY,
    )
    make_adoption(COUNTY, "household-village")
    full = DoctorLoad.objects.create(practitioner=doctor, persons=1_500)
    (warning,) = organization.try_out(split).warnings
    assert (warning["who"], warning["code"]) == (doctor.name, "B_DOCTOR_PERSONS")
    Adoption.objects.all().delete()
    full.delete()
    act = split()
    assert act.warnings == []
    new = Team.objects.get(name="新团队")
    moved, stayed = agreement_of(third_resident), agreement_of(resident)
    assert (moved.team_id, moved.responsible_person_id, moved.contact_person_id) == (new.id, doctor.id, doctor.id)
    assert stayed.team_id == village.team.id
    assert Area.objects.get(region=third, ends_on=None).responsible_person_id == doctor.id
    assert is_sound()
    newcomer = make_resident(name="后来人", village=third.code)
    sign(new, newcomer, signed_on=TODAY)
    assert (act.counts["organization_area"], act.counts["organization_teammember"]) == (1, 1)
    with pytest.raises(LawBroken, match="B_BUILT_ON.*签约团队"):
        undo(act)
    Agreement.objects.filter(resident=newcomer).delete()
    AgreementPaper.objects.filter(signer=newcomer).delete()
    Task.objects.filter(resident=newcomer).delete()
    CareRelation.objects.filter(resident=newcomer).delete()
    newcomer.delete()
    reconcile_loads(by=BUREAU, on=TODAY)
    undo(act)
    assert not Team.objects.filter(name="新团队").exists()
    assert snapshot()["Agreement"] == before["Agreement"] and snapshot()["Area"] == before["Area"]
    assert is_sound()


def test_merged_institutions_pass_everything_on_and_posts_follow(place):
    village, other, _, neighbour = place
    former, into = other.institution, village.team.institution
    post = make_post(user=make_user(username="x"), code="doctor", institution=former)
    before = snapshot()
    merge = partial(
        organization.merge_institutions,
        by=BUREAU,
        institution_id=former.id,
        into_id=into.id,
        reason="机构改革",
        on=TODAY,
    )
    neighbouring = people.make_region(f"{COUNTY}199")
    Institution.objects.filter(id=into.id).update(region=neighbouring)
    make_adoption(neighbouring, "household-village")
    load = DoctorLoad.objects.filter(practitioner=other.leader)
    load.update(persons=1_501)
    (warning,) = organization.try_out(merge).warnings
    assert (warning["who"], warning["code"]) == (other.leader.name, "B_DOCTOR_PERSONS")
    load.update(persons=1)
    Adoption.objects.all().delete()
    Institution.objects.filter(id=into.id).update(region=into.region)
    act = merge()
    assert act.warnings == []
    post.refresh_from_db()
    assert post.institution_id == into.id
    assert agreement_of(neighbour).institution_id == into.id
    assert Institution.objects.get(id=former.id).closed_on == TODAY - dt.timedelta(days=1)
    assert Team.objects.get(id=other.id).institution_id == into.id
    assert into.id in seen_by(neighbour) and former.id not in seen_by(neighbour)
    assert is_sound()
    undo(act)
    after = snapshot()
    for table in ("Agreement", "Team", "Area", "Institution", "Post", "TeamMember"):
        assert after[table] == before[table], table
    assert is_sound()


def test_merged_villages_take_residents_and_agreements_along(place):
    village, other, resident, neighbour = place
    before = snapshot()
    act = merge_the_villages()
    neighbour.refresh_from_db()
    moved = agreement_of(neighbour)
    assert (neighbour.region_id, moved.region_id, moved.team_id) == (VILLAGE, VILLAGE, other.id)
    former = Region.objects.get(code=OTHER_VILLAGE)
    assert (former.replaced_by_id, former.valid_until) == (VILLAGE, TODAY - dt.timedelta(days=1))
    assert is_sound()
    undo(act)
    after = snapshot()
    for table in ("Agreement", "Area", "Region", "Resident", "Household"):
        assert after[table] == before[table], table


def test_a_village_gets_another_name_and_keeps_its_code(place):
    act = organization.rename_village(by=BUREAU, code=VILLAGE, name="新名村村委会", reason="更名", on=TODAY)
    assert Region.objects.get(code=VILLAGE).name == "新名村村委会"
    undo(act)
    assert Region.objects.get(code=VILLAGE).name != "新名村村委会"


def test_who_may_not_reorganize_there_finds_nothing(place):
    village, other, *_ = place
    stranger = make_viewer("reorganize", regions=("999999",))
    with pytest.raises(NotVisible):
        organization.merge_teams(by=stranger, team_ids=[other.id], into_id=village.team.id, reason="x", on=TODAY)
    with pytest.raises(NotVisible):
        organization.merge_villages(by=stranger, codes=[OTHER_VILLAGE], into_code=VILLAGE, reason="x", on=TODAY)
