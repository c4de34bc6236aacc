"""Public boards: what stands on them, whose consent it needs, who publishes them, and what they lack."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.foundation.base.viewer import Nobody, Scope
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.models import Practitioner, PublicBoard, Region
from jiayi.registry.organization.terms import BoardKey, PlaceKind
from tests.registry.organization.factories import (
    COUNTY,
    make_area,
    make_building,
    make_county,
    make_institution,
    make_member,
    make_practitioner,
    make_team,
    make_viewer,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
TOWNSHIP = f"{COUNTY}100"
FIRST, SECOND, EMPTY = (f"{TOWNSHIP}20{number}" for number in (1, 2, 3))
KEEPER = make_viewer("publicity_write", regions=(TOWNSHIP,))
TOLD = {
    "phone": "0719-2721111",
    "speciality": "糖尿病",
    "education": "本科",
    "training": "2024 年省级转岗培训",
    "services": "随访和义诊",
    "introduction": "从医二十年",
}


def village(code: str = FIRST) -> BoardKey:
    return BoardKey(PlaceKind.VILLAGE, code)


@pytest.fixture
def place():
    """A centre with one team for two villages, and a clinic with its doctor in each."""
    make_county()
    centre = make_institution(TOWNSHIP, name="城关镇卫生院", hotline="0719-120", hours="8:00-18:00", code="centre")
    team = make_team(centre, name="春晖团队")
    for code in (FIRST, SECOND):
        clinic = make_institution(code, kind="village_clinic", level="village", code=f"c{code}", name=f"{code}卫生室")
        make_member(team, make_practitioner(clinic, "village_doctor", name=f"村医{code[-1]}", **TOLD))
        make_area(team, code)
    return centre


def names(content) -> list[str]:
    return [member.name for team in content.teams for member in team.members]


def test_nothing_is_public_before_it_is_published_and_again_after_it_is_taken_back(place):
    assert selectors.public_board(village(), TODAY) is None
    services.publish_board(by=KEEPER, key=village(), notice="每月逢五下村", on=TODAY)
    shown = selectors.public_board(village(), TODAY)
    assert shown.notice == "每月逢五下村" and shown.published_on == TODAY and shown.hotline == "0719-120"
    services.withdraw_board(by=KEEPER, key=village(), on=TODAY)
    assert selectors.public_board(village(), TODAY) is None
    with pytest.raises(LawBroken, match="没有发布"):
        services.withdraw_board(by=KEEPER, key=village(), on=TODAY)
    acts = list(Entry.objects.filter(subject_kind="board").order_by("id").values_list("act", flat=True))
    assert acts == ["organization.publish_board", "organization.withdraw_board"]


def test_a_villages_board_shows_its_own_doctor_and_not_the_next_villages(place):
    board = selectors.board_for(KEEPER, village(), TODAY)
    assert "村医1" in names(board) and "村医2" not in names(board)
    assert board.teams[0].members[0].is_leader
    assert [each.name for each in board.institutions] == [f"{FIRST}卫生室", "城关镇卫生院"]
    centre = selectors.board_for(KEEPER, BoardKey(PlaceKind.INSTITUTION, "centre"), TODAY)
    assert {"村医1", "村医2"} <= set(names(centre))
    assert len(centre.teams[0].villages) == 2
    clinic = selectors.board_for(KEEPER, BoardKey(PlaceKind.INSTITUTION, f"c{SECOND}"), TODAY)
    assert "村医2" in names(clinic) and "村医1" not in names(clinic)


def test_of_a_person_only_what_the_person_agreed_to_is_shown(place):
    doctor = Practitioner.objects.get(name="村医1")

    def shown():
        board = selectors.board_for(KEEPER, village(), TODAY)
        return next(member for member in board.teams[0].members if member.name == "村医1")

    assert (shown().role, shown().title, shown().institution_name) == (
        "village_doctor",
        "intermediate",
        f"{FIRST}卫生室",
    )
    assert not any((shown().phone, shown().training, shown().speciality, shown().services, shown().introduction))
    me = make_viewer(practitioner_id=doctor.id)
    services.choose_publication(
        by=me, practitioner_id=doctor.id, introduction="从医二十年", public_fields=["training", "speciality"], on=TODAY
    )
    assert shown().training == "本科\n2024 年省级转岗培训" and shown().speciality == "糖尿病"
    assert not shown().phone and not shown().introduction
    services.choose_publication(by=me, practitioner_id=doctor.id, introduction="", public_fields=["phone"], on=TODAY)
    assert shown().phone == TOLD["phone"] and not shown().training


def test_nobody_chooses_for_another_and_the_manager_needs_the_day_of_consent(place):
    doctor = Practitioner.objects.get(name="村医1")
    other = make_viewer("practitioner_write", regions=(COUNTY,), practitioner_id=place.practitioners.first().id)
    with pytest.raises(NotVisible):
        services.choose_publication(
            by=other, practitioner_id=doctor.id, introduction="", public_fields=["phone"], on=TODAY
        )
    with pytest.raises(LawBroken) as refused:
        services.change_practitioner(by=other, practitioner_id=doctor.id, fields={"public_fields": ["phone"]}, on=TODAY)
    assert refused.value.code == "B_PUBLIC_WITHOUT_CONSENT"
    with pytest.raises(IntegrityError), transaction.atomic():
        Practitioner.objects.filter(id=doctor.id).update(public_fields=["phone"])
    fields = {"public_fields": ["phone"], "public_agreed_on": TODAY}
    services.change_practitioner(by=other, practitioner_id=doctor.id, fields=fields, on=TODAY)
    assert Practitioner.objects.get(id=doctor.id).public_fields == ["phone"]


def test_who_left_or_has_not_begun_is_not_on_the_board(place):
    Practitioner.objects.filter(name="村医1").update(left_on=TODAY - dt.timedelta(days=1))
    assert "村医1" not in names(selectors.board_for(KEEPER, village(), TODAY))


def test_a_village_without_a_team_cannot_be_published_and_shows_nothing_when_it_loses_its_team(place):
    with pytest.raises(LawBroken, match="还没有团队"):
        services.publish_board(by=KEEPER, key=village(EMPTY), notice="", on=TODAY)
    services.publish_board(by=KEEPER, key=village(), notice="", on=TODAY)
    place.areas.filter(region_id=FIRST).update(ends_on=TODAY - dt.timedelta(days=1))
    assert selectors.public_board(village(), TODAY) is None


def test_only_who_keeps_the_place_publishes_it(place):
    stranger = make_viewer("publicity_write", regions=(f"{COUNTY}101",))
    reader = make_viewer("team_read", regions=(COUNTY,))
    for viewer in (stranger, reader):
        for key in (village(), BoardKey(PlaceKind.INSTITUTION, "centre"), village("999999999999")):
            with pytest.raises(NotVisible):
                services.publish_board(by=viewer, key=key, notice="", on=TODAY)
        with pytest.raises(NotVisible):
            services.publish_villages(by=viewer, codes=[FIRST], on=TODAY)
    with pytest.raises(NotVisible):
        selectors.board_for(Nobody(), village(), TODAY)
    at_the_centre = make_viewer("publicity_write", institutions=(place.id,))
    services.publish_board(by=at_the_centre, key=BoardKey(PlaceKind.INSTITUTION, "centre"), notice="", on=TODAY)
    assert selectors.public_board(BoardKey(PlaceKind.INSTITUTION, "centre"), TODAY)


def test_many_villages_are_published_in_few_statements_with_one_entry(place, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        assert services.publish_villages(by=KEEPER, codes=[FIRST, SECOND, EMPTY], on=TODAY) == 2
    assert services.publish_villages(by=KEEPER, codes=[FIRST, SECOND, EMPTY], on=TODAY) == 0
    entry = Entry.objects.get(act="organization.publish_villages")
    assert entry.details["codes"] == [FIRST, SECOND]
    assert PublicBoard.objects.filter(published_on=TODAY).count() == 2


def test_a_board_belongs_to_one_place_and_a_place_has_one_board(place):
    for wrong in ({}, {"region_id": FIRST, "institution": place}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicBoard.objects.create(**wrong)
    PublicBoard.objects.create(region_id=FIRST)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicBoard.objects.create(region_id=FIRST)


def test_a_code_on_old_papers_leads_to_the_village_that_came_after(place):
    services.publish_board(by=KEEPER, key=village(SECOND), notice="", on=TODAY)
    Region.objects.filter(code=FIRST).update(valid_until=TODAY - dt.timedelta(days=1), replaced_by_id=SECOND)
    assert selectors.public_board(village(FIRST), TODAY).key == village(SECOND)


def test_a_village_divided_by_buildings_names_each_teams_buildings(place):
    other = make_team(place, name="杏林团队")
    east, west = make_building(EMPTY, "东楼"), make_building(EMPTY, "西楼")
    make_area(other, EMPTY, building=east)
    make_area(other, EMPTY, building=west)
    board = selectors.board_for(KEEPER, village(EMPTY), TODAY)
    assert [team.buildings for team in board.teams] == [("东楼", "西楼")]


def test_what_a_board_lacks_is_judged_by_the_schemes_of_its_place(place):
    board = selectors.board_for(KEEPER, village(), TODAY)
    asked = selectors.notice_of(board, TODAY, ["national", "urban-team"])
    assert not asked.is_complete
    assert {each["field"]: each["lacking"] for each in asked.missing} == {"training_history": 4, "speciality": 4}
    assert "S2.1-17" in str(asked.reasons)
    assert selectors.notice_of(board, TODAY, ["national", "doctors-into-families"]).is_complete
    assert selectors.notice_of(board, TODAY, ["national"]).required == ()


def test_staff_see_what_is_blank_and_what_is_kept_back(place):
    team = selectors.board_for(KEEPER, village(), TODAY).teams[0]
    doctor = next(one for one in selectors.publications_of([team.id], TODAY) if one.name == "村医1")
    assert set(doctor.kept_back) == {"phone", "introduction", "training", "speciality", "services"}
    leader = next(one for one in selectors.publications_of([team.id], TODAY) if one.role == "gp")
    assert "speciality" in leader.blank


def test_many_boards_take_as_many_queries_as_one(place, django_assert_max_num_queries):
    keys = [village(FIRST), village(SECOND), village(EMPTY)]
    with django_assert_max_num_queries(6):
        assert len(selectors.board_contents(keys, TODAY)) == 3
    with django_assert_max_num_queries(9):
        places = [BoardKey(PlaceKind.INSTITUTION, code) for code in ("centre", f"c{FIRST}", "nowhere")]
        assert len(selectors.board_contents(places, TODAY)) == 2


def test_the_places_that_one_keeps_are_listed_with_their_state(place):
    services.publish_board(by=KEEPER, key=village(), notice="", on=TODAY)
    scope = Scope(region_prefixes=(TOWNSHIP,))
    rows = {row.code: row for row in selectors.village_places(KEEPER, scope, TODAY)}
    assert rows[FIRST].published_on == TODAY and rows[FIRST].is_served
    assert rows[EMPTY].published_on is None and not rows[EMPTY].is_served
    assert selectors.village_places(KEEPER, Scope(), TODAY).count() == 0
    found = selectors.institution_places(KEEPER, scope, TODAY).values_list("code", flat=True)
    assert set(found) == {"centre", f"c{FIRST}", f"c{SECOND}"}
