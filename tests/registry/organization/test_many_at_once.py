"""Institutions, staff and areas in numbers: the same laws as one by one, few statements, one entry in the history."""

from datetime import date

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.foundation.base.models import new_id
from jiayi.registry.organization import services
from jiayi.registry.organization.models import Area, Institution, Practitioner
from jiayi.registry.organization.services import NewArea, NewInstitution
from tests.registry.organization.factories import (
    COUNTY,
    make_county,
    make_institution,
    make_practitioner,
    make_team,
    make_viewer,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
TOWNSHIP = f"{COUNTY}100"
VILLAGES = [f"{TOWNSHIP}20{n}" for n in (1, 2, 3)]
BUREAU = make_viewer("institution_write", "practitioner_write", "area_write", regions=(COUNTY,))
ELSEWHERE = make_viewer("institution_write", "practitioner_write", "area_write", regions=("420325",))


@pytest.fixture
def centre() -> Institution:
    make_county()
    return make_institution(TOWNSHIP)


def clinics(*codes: str) -> list[NewInstitution]:
    fields = {"kind": "village_clinic", "level": "village", "phone": "0719-2728888"}
    return [
        NewInstitution(region, fields | {"code": code, "name": code})
        for region, code in zip(VILLAGES, codes, strict=False)
    ]


def areas(team, *units: str, person=None) -> list[NewArea]:
    return [NewArea(team.id, [unit], (person or team.leader).id) for unit in units]


def divide(centre, drawn, by=BUREAU):
    return services.divide_among_teams(by=by, institution_id=centre.id, areas=drawn, starts_on=TODAY)


def test_institutions_come_in_few_statements_with_one_entry_that_names_all(centre, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        made = services.create_institutions(by=BUREAU, institutions=clinics("A", "B", "C"), on=TODAY)
    stored = Institution.objects.filter(level="village").order_by("code")
    assert [(each.code, each.region_id) for each in stored] == list(zip("ABC", VILLAGES, strict=True))
    entry = Entry.objects.get(act="organization.create_institutions")
    assert entry.subject_ids == [str(each.id) for each in made]
    assert "2728888" not in str(entry.details)


@pytest.mark.parametrize("codes", [("A", "TAKEN", "C"), ("A", "B", "B")])
def test_none_of_many_institutions_comes_in_where_a_code_is_taken(centre, codes):
    Institution.objects.filter(pk=centre.pk).update(code="TAKEN")
    with pytest.raises(LawBroken) as refused:
        services.create_institutions(by=BUREAU, institutions=clinics(*codes), on=TODAY)
    assert refused.value.code == "B_CODE_TAKEN"
    assert codes[1] in refused.value.message
    assert Institution.objects.count() == 1


def test_institutions_are_registered_in_known_regions_that_the_viewer_keeps(centre):
    with pytest.raises(NotVisible):
        services.create_institutions(by=ELSEWHERE, institutions=clinics("A"), on=TODAY)
    unknown = [NewInstitution(f"{TOWNSHIP}999", clinics("A")[0].fields)]
    with pytest.raises(NotVisible):
        services.create_institutions(by=BUREAU, institutions=unknown, on=TODAY)


def test_staff_come_in_few_statements_spelt_for_search_with_one_entry(centre, django_assert_max_num_queries):
    staff = [(centre.id, {"name": name, "roles": ["nurse"]}) for name in ("单丽", "王芳", "李明")]
    with django_assert_max_num_queries(8):
        made = services.create_practitioners(by=BUREAU, staff=staff)
    assert Practitioner.objects.get(name="单丽").name_initials == "sl"
    assert Entry.objects.get(act="organization.create_practitioners").subject_ids == [str(each.id) for each in made]


def test_staff_are_registered_at_open_institutions_that_the_viewer_keeps(centre):
    staff = [(centre.id, {"name": "王芳"})]
    with pytest.raises(NotVisible):
        services.create_practitioners(by=ELSEWHERE, staff=staff)
    with pytest.raises(NotVisible):
        services.create_practitioners(by=BUREAU, staff=[*staff, (new_id(), {"name": "李明"})])
    Institution.objects.update(closed_on=TODAY)
    with pytest.raises(NotVisible):
        services.create_practitioners(by=BUREAU, staff=staff)
    assert not Practitioner.objects.exists()


def test_villages_are_divided_among_teams_with_one_entry(centre, django_assert_max_num_queries):
    near, far = make_team(centre), make_team(centre)
    with django_assert_max_num_queries(16):
        divide(centre, [*areas(near, *VILLAGES[:2]), *areas(far, VILLAGES[2])])
    drawn = dict(Area.objects.values_list("region_id", "team_id"))
    assert drawn == {VILLAGES[0]: near.id, VILLAGES[1]: near.id, VILLAGES[2]: far.id}
    entry = Entry.objects.get(act="organization.divide_among_teams")
    assert set(entry.subject_ids) == {str(near.id), str(far.id)}


def test_a_village_that_has_a_team_or_is_named_twice_is_not_divided_again(centre):
    team = make_team(centre)
    divide(centre, areas(team, VILLAGES[0]))
    for units in (VILLAGES[:2], [VILLAGES[1], VILLAGES[1]]):
        with pytest.raises(LawBroken) as refused:
            divide(centre, areas(team, *units))
        assert refused.value.code == "B_AREA_OVERLAP"
        assert units[0] in refused.value.message
    assert Area.objects.count() == 1


def test_areas_are_divided_by_who_may_among_open_teams_to_their_members_inside_the_institutions_regions(centre):
    team = make_team(centre)
    with pytest.raises(NotVisible):
        divide(centre, areas(team, VILLAGES[0]), by=ELSEWHERE)
    with pytest.raises(NotVisible):
        divide(make_institution(TOWNSHIP), areas(team, VILLAGES[0]))
    for drawn, code in [
        (areas(team, VILLAGES[0], person=make_practitioner(centre)), "B_RESPONSIBLE_NOT_MEMBER"),
        (areas(team, f"{COUNTY}999201"), "B_AREA_OUTSIDE"),
    ]:
        with pytest.raises(LawBroken) as refused:
            divide(centre, drawn)
        assert refused.value.code == code
    team.dissolved_on = date(2026, 11, 21)
    team.save()
    with pytest.raises(LawBroken) as refused:
        divide(centre, areas(team, VILLAGES[0]))
    assert refused.value.code == "B_TEAM_NOT_OPEN"
