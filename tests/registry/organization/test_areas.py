import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.foundation.base.viewer import Nobody
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.models import Area, Institution, Region, Team
from tests.registry.organization.factories import (
    COUNTY,
    make_adoption,
    make_area,
    make_building,
    make_county,
    make_institution,
    make_practitioner,
    make_region,
    make_team,
    make_viewer,
)

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
TOWNSHIP = f"{COUNTY}100"
FIRST, SECOND, THIRD = (f"{TOWNSHIP}20{n}" for n in (1, 2, 3))
MANAGER = make_viewer("area_write", regions=(TOWNSHIP,))


@pytest.fixture
def centre(db) -> Institution:
    make_county()
    return make_institution(TOWNSHIP)


@pytest.fixture
def team(centre) -> Team:
    return make_team(centre)


def assign(team: Team, *units: str, starts_on: date = TODAY, takes_over: bool = False, by=MANAGER, person=None):
    return services.assign_areas(
        by=by,
        team_id=team.id,
        units=units,
        responsible_person_id=(person or team.leader).id,
        starts_on=starts_on,
        takes_over=takes_over,
    )


def codes(refused) -> list[str]:
    return [breach["code"] for breach in refused.value.breaches]


def test_several_villages_are_given_to_a_team_at_once_with_a_responsible_person(team):
    nurse = team.members.get(role="nurse").practitioner
    drawn = assign(team, FIRST, SECOND, person=nurse)
    assert len(drawn) == 2
    assert selectors.team_of_region(FIRST, TODAY) == team.id
    assert selectors.area_of(SECOND, TODAY).responsible_person_id == nurse.id
    assert selectors.team_of_region(FIRST, TODAY - DAY) is None
    assert Entry.objects.get(act="organization.assign_areas").details["units"] == [FIRST, SECOND]


def test_a_village_of_another_team_is_refused_with_the_clause_and_nothing_is_drawn(team):
    other = make_team(team.institution)
    assign(other, FIRST)
    with pytest.raises(LawBroken) as refused:
        assign(team, SECOND, FIRST, starts_on=TODAY + DAY)
    assert codes(refused) == ["B_AREA_OVERLAP"]
    assert refused.value.breaches[0]["source"]["clause"] == "S2.2-09"
    assert selectors.team_of_region(SECOND, TODAY + DAY) is None


def test_a_village_is_taken_over_from_a_day_and_the_past_stays(team):
    other = make_team(team.institution)
    assign(other, FIRST, SECOND, starts_on=TODAY - 30 * DAY)
    assign(team, FIRST, takes_over=True)
    assert selectors.team_of_region(FIRST, TODAY - DAY) == other.id
    assert selectors.team_of_region(FIRST, TODAY) == team.id
    assert selectors.team_of_region(SECOND, TODAY) == other.id
    assign(other, FIRST, takes_over=True)
    assert selectors.team_of_region(FIRST, TODAY) == other.id
    assert Area.objects.filter(region_id=FIRST).count() == 2


def test_who_is_no_member_that_day_cannot_answer_and_a_team_draws_only_while_it_stands(team):
    with pytest.raises(LawBroken) as refused:
        assign(team, FIRST, person=make_practitioner(team.institution))
    assert codes(refused) == ["B_RESPONSIBLE_NOT_MEMBER"]
    with pytest.raises(LawBroken) as refused:
        assign(team, FIRST, starts_on=team.founded_on - DAY)
    assert codes(refused) == ["B_TEAM_NOT_OPEN"]


def test_what_is_outside_the_institutions_regions_is_refused(team):
    make_region(f"{COUNTY}101201")
    for code in (f"{COUNTY}101201", TOWNSHIP, "999999999999"):
        with pytest.raises(LawBroken) as refused:
            assign(team, code)
        assert codes(refused) == ["B_AREA_OUTSIDE"]
    with pytest.raises(LawBroken) as refused:
        assign(team)
    assert codes(refused) == ["B_NO_UNIT_NAMED"]


def test_service_regions_replace_the_region_the_institution_stands_in(team):
    make_region(f"{COUNTY}101201")
    team.institution.service_regions.set(Region.objects.filter(code__in=[f"{COUNTY}101", FIRST]))
    assign(team, f"{COUNTY}101201", FIRST)
    with pytest.raises(LawBroken):
        assign(team, SECOND)


def test_the_cap_on_the_people_of_a_teams_area_holds_under_the_scheme_that_sets_it(team):
    Region.objects.filter(code__in=[FIRST, SECOND]).update(population=5000)
    Region.objects.filter(code=THIRD).update(population=1)
    assign(team, FIRST, SECOND)
    assign(make_team(team.institution), THIRD)
    make_adoption(COUNTY, "village-centre", starts_on=TODAY + DAY)
    with pytest.raises(LawBroken) as refused:
        assign(team, THIRD, starts_on=TODAY + DAY, takes_over=True)
    [breach] = refused.value.breaches
    assert (breach["code"], breach["parameter"], breach["source"]["clause"]) == (
        "B_AREA_POPULATION",
        "area.max_population",
        "S2.4-01",
    )
    assert "10001" in breach["text_zh"] and "10000" in breach["text_en"]
    Region.objects.filter(code=THIRD).update(population=0)
    assign(team, THIRD, starts_on=TODAY + DAY, takes_over=True)
    assert selectors.population_of_team_area(team.id, TODAY + DAY) == (10000, 0)


def test_a_building_and_its_whole_village_never_have_two_teams(team):
    east, west = make_building(FIRST, "东楼"), make_building(FIRST, "西楼")
    other = make_team(team.institution)
    assign(team, selectors.unit_code(FIRST, east.id))
    assign(other, selectors.unit_code(FIRST, west.id))
    with pytest.raises(LawBroken) as refused:
        assign(other, FIRST)
    assert codes(refused) == ["B_AREA_OVERLAP"]
    assign(other, FIRST, takes_over=True, starts_on=TODAY + DAY)
    assert selectors.team_of_region(FIRST, TODAY + DAY, building="东楼") == other.id
    with pytest.raises(LawBroken):
        assign(team, selectors.unit_code(FIRST, east.id), takes_over=True, starts_on=TODAY + 2 * DAY)


def test_only_who_draws_areas_at_the_institution_may(team):
    [area] = assign(team, FIRST)
    for by in (
        Nobody(),
        make_viewer("team_write", regions=(TOWNSHIP,)),
        make_viewer("area_write", regions=("420325",)),
    ):
        with pytest.raises(NotVisible):
            assign(team, SECOND, by=by)
        with pytest.raises(NotVisible):
            services.end_areas(by=by, area_ids=[area.id], ends_on=TODAY)


def test_an_area_that_ends_leaves_a_gap(team):
    [area] = assign(team, FIRST)
    assert services.end_areas(by=MANAGER, area_ids=[area.id], ends_on=TODAY + DAY) == 1
    assert selectors.team_of_region(FIRST, TODAY + DAY) == team.id
    assert selectors.team_of_region(FIRST, TODAY + 2 * DAY) is None
    with pytest.raises(LawBroken) as refused:
        services.end_areas(by=MANAGER, area_ids=[area.id], ends_on=TODAY + 5 * DAY)
    assert codes(refused) == ["B_AREA_ALREADY_ENDED"]


def test_the_partition_shows_gaps_and_what_lies_outside(team):
    make_area(team, FIRST)
    make_area(make_team(make_institution(TOWNSHIP)), SECOND)
    make_area(team, f"{COUNTY}101201")
    partition = selectors.partition_of(make_viewer(), team.institution_id, TODAY)
    assert [(unit.code, unit.state) for unit in partition.units] == [
        (FIRST, "covered"),
        (SECOND, "covered"),
        (THIRD, "gap"),
        (f"{COUNTY}101201", "unknown"),
    ]
    assert not partition.outcome["complete"]
    assert partition.population == 3600
    assert [reason["code"] for reason in partition.outcome["reasons"]][:2] == ["AREA_GAP", "AREA_UNKNOWN"]


def test_in_a_divided_village_every_building_is_a_unit(team):
    east = make_building(FIRST, "东楼")
    make_building(FIRST, "西楼")
    make_area(team, FIRST, building=east)
    partition = selectors.partition_of(make_viewer(), team.institution_id, TODAY)
    assert [unit.state for unit in partition.units] == ["covered", "gap", "gap", "gap"]
    Area.objects.all().delete()
    make_area(team, FIRST)
    partition = selectors.partition_of(make_viewer(), team.institution_id, TODAY)
    assert [unit.state for unit in partition.units] == ["covered", "covered", "gap", "gap"]


def test_a_partition_costs_the_same_few_queries_however_many_villages(centre, django_assert_num_queries):
    make_county(villages=12)
    for number in range(201, 211):
        make_area(make_team(centre), f"{TOWNSHIP}{number}")
    viewer = make_viewer()
    with django_assert_num_queries(7):
        partition = selectors.partition_of(viewer, centre.id, TODAY)
        assert len({unit.areas[0].team.institution.name for unit in partition.units if unit.areas}) == 1


def test_the_partitions_of_several_institutions_are_those_of_each_for_the_same_few_queries(
    team, django_assert_num_queries
):
    make_county(townships=2)
    clinic, hospital = make_institution(TOWNSHIP), make_institution(COUNTY, kind="county_hospital", level="county")
    far = make_institution(f"{COUNTY}101")
    far.service_regions.add(f"{COUNTY}101201", SECOND)
    make_area(team, FIRST)
    make_area(make_team(clinic), SECOND)
    make_area(team, f"{COUNTY}101202")
    make_building(THIRD, "东楼")
    viewer, places = make_viewer(), [team.institution, clinic, hospital, far]
    with django_assert_num_queries(6):
        told = selectors.partitions_of(viewer, places, TODAY)
    assert [each.institution for each in told] == places
    for place, partition in zip(places, told, strict=True):
        alone = selectors.partition_of(viewer, place.id, TODAY)
        assert partition.outcome == alone.outcome
        assert [(unit.code, unit.state, unit.areas) for unit in partition.units] == [
            (unit.code, unit.state, unit.areas) for unit in alone.units
        ]
    assert [unit.code for unit in told[3].units] == [SECOND, f"{COUNTY}101201"]


def test_a_hospital_of_the_county_without_regions_of_its_own_has_nothing_to_cover(centre):
    hospital = make_institution(COUNTY, kind="county_hospital", level="county")
    assert selectors.partition_of(make_viewer(), hospital.id, TODAY).units == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 1), st.sets(st.integers(201, 205), max_size=5)), max_size=6))
def test_however_villages_are_given_each_is_a_gap_or_has_exactly_one_team(centre, acts):
    with transaction.atomic():
        make_county(villages=5)
        teams = [make_team(centre), make_team(centre)]
        expected: dict[str, object] = {}
        for number, villages in acts:
            wanted = [f"{TOWNSHIP}{village}" for village in sorted(villages)]
            free = bool(wanted) and not any(code in expected for code in wanted)
            try:
                assign(teams[number], *wanted)
                assert free
                expected |= dict.fromkeys(wanted, teams[number].id)
            except LawBroken:
                assert not free
        partition = selectors.partition_of(make_viewer(), centre.id, TODAY)
        found = {unit.code: [area.team_id for area in unit.areas] for unit in partition.units}
        assert {code: held[0] for code, held in found.items() if held} == expected
        assert all(len(held) <= 1 for held in found.values())
        assert set(partition.outcome["gaps"]) == found.keys() - expected.keys()
        assert partition.outcome["complete"] == (len(expected) == 5)
        transaction.set_rollback(True)


def race(*acts) -> list[Exception | None]:
    """Run the acts in threads of their own, as nearly at once as can be; what each raised, or None."""
    ready = threading.Barrier(len(acts))
    raised: list[Exception | None] = [None] * len(acts)

    def run(place: int) -> None:
        try:
            ready.wait()
            acts[place]()
        except Exception as error:
            raised[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def overlapping_villages() -> int:
    held = Area.objects.filter(ends_on=None).values_list("region_id", flat=True)
    return len(held) - len(set(held))


@pytest.mark.django_db(transaction=True)
def test_of_two_managers_who_give_one_village_to_two_teams_at_once_exactly_one_wins():
    make_county()
    centre = make_institution(TOWNSHIP)
    teams = [make_team(centre) for _ in range(4)]
    raised = race(*[lambda team=team: assign(team, FIRST, SECOND) for team in teams])
    lost = [error for error in raised if error is not None]
    assert len(lost) == 3
    assert all(isinstance(error, LawBroken) and error.code == "B_AREA_OVERLAP" for error in lost)
    assert Area.objects.count() == 2
    assert overlapping_villages() == 0


@pytest.mark.django_db(transaction=True)
def test_of_managers_who_take_one_village_over_at_once_none_leaves_it_with_two_teams():
    make_county()
    centre = make_institution(TOWNSHIP)
    teams = [make_team(centre) for _ in range(4)]
    make_area(make_team(centre), FIRST)
    raised = race(*[lambda team=team: assign(team, FIRST, takes_over=True) for team in teams])
    assert raised.count(None) >= 1
    assert all(error is None or isinstance(error, LawBroken) for error in raised)
    assert overlapping_villages() == 0


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_one_village_would_have_two_teams():
    """The law is the database's: the service alone does not hold it, so the constraint may not go."""
    make_county()
    centre = make_institution(TOWNSHIP)
    first, second = make_team(centre), make_team(centre)
    law = next(constraint for constraint in Area._meta.constraints if constraint.name == "area_never_overlaps")
    with transaction.atomic():
        with connection.schema_editor() as editor:
            editor.remove_constraint(Area, law)
        assign(first, FIRST)
        assign(second, FIRST)
        assert overlapping_villages() == 1
        transaction.set_rollback(True)
    assign(first, FIRST)
    with pytest.raises(LawBroken):
        assign(second, FIRST)
