from datetime import date, timedelta

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import events
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.events import TeamDissolved
from jiayi.registry.organization.models import Institution, Practitioner, Team
from tests.registry.organization.factories import (
    COUNTY,
    make_adoption,
    make_area,
    make_consortium,
    make_county,
    make_institution,
    make_practitioner,
    make_team,
    make_viewer,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
TOWNSHIP = f"{COUNTY}100"
MANAGER = make_viewer("team_write", regions=(TOWNSHIP,))


@pytest.fixture
def centre() -> Institution:
    make_county()
    make_adoption(COUNTY, "urban-team")
    return make_institution(TOWNSHIP)


def people(centre: Institution, *roles: str) -> list[tuple[Practitioner, str]]:
    return [(make_practitioner(centre, role), role) for role in roles]


def form(
    centre: Institution, members: list[tuple[Practitioner, str]], *, by=MANAGER, name: str = "第一团队", leader=None
):
    return services.form_team(
        by=by,
        institution_id=centre.id,
        name=name,
        members=[(person.id, role) for person, role in members],
        leader_id=(leader or members[0][0]).id,
        founded_on=TODAY,
        phone="0719-2720000",
    )


def codes(refused) -> list[str]:
    return [breach["code"] for breach in refused.value.breaches]


def test_a_team_is_formed_by_the_template_of_the_regions_schemes(centre):
    team = form(centre, people(centre, "gp", "nurse", "public_health"))
    assert team.template == "urban-team"
    facts = selectors.team_facts(team.id, TODAY)
    assert [member.role for member in facts.members] == ["gp", "nurse", "public_health"]
    assert Entry.objects.get(act="organization.form_team").subject_ids == [str(team.id)]


def test_a_team_that_does_not_fill_the_template_is_refused_with_every_reason_and_its_clause(centre):
    with pytest.raises(LawBroken) as refused:
        form(centre, people(centre, "nurse", "nurse"))
    assert set(codes(refused)) == {"B_ROLE_MISSING", "B_LEADER_ROLE"}
    breach = next(breach for breach in refused.value.breaches if breach["code"] == "B_LEADER_ROLE")
    assert breach["parameter"] == "team.template"
    assert breach["source"]["clause"].startswith("S2.1-12")
    assert refused.value.status == 409
    assert not Team.objects.exists()


def test_a_member_without_the_licence_of_the_role_is_refused(centre):
    members = people(centre, "gp", "nurse", "public_health")
    unlicensed = make_practitioner(centre, "gp", qualifications=["gp_training"])
    with pytest.raises(LawBroken) as refused:
        form(centre, [(unlicensed, "gp"), *members[1:]])
    assert set(codes(refused)) == {"B_ROLE_MISSING", "B_UNQUALIFIED"}
    nurse_as_gp = make_practitioner(centre, "nurse")
    with pytest.raises(LawBroken) as refused:
        form(centre, [*members, (nurse_as_gp, "gp")])
    assert codes(refused) == ["B_UNQUALIFIED"]


def test_where_no_scheme_sets_a_template_any_team_may_be_formed():
    make_county("420325")
    centre = make_institution("420325100")
    by = make_viewer("team_write", regions=("420325",))
    team = form(centre, people(centre, "village_doctor"), by=by)
    assert team.template == ""
    facts = selectors.team_facts(team.id, TODAY)
    assert selectors.composition_of_team(facts, TODAY).allowed


def test_a_scheme_of_one_team_a_village_asks_for_three_members():
    make_county("420325")
    make_adoption("420325", "jintang")
    centre = make_institution("420325100")
    by = make_viewer("team_write", regions=("420325",))
    with pytest.raises(LawBroken) as refused:
        form(centre, people(centre, "gp", "nurse"), by=by)
    assert codes(refused) == ["B_TEAM_TOO_SMALL"]
    assert refused.value.breaches[0]["source"]["clause"] == "S2.2-08"
    assert form(centre, people(centre, "gp", "nurse", "public_health"), by=by).template == "jintang"


def test_the_template_is_that_of_the_day(centre):
    make_adoption(COUNTY, "household-village", starts_on=TODAY + DAY)
    team = form(centre, people(centre, "gp", "nurse", "public_health"))
    facts = selectors.team_facts(team.id, TODAY)
    assert selectors.composition_of_team(facts, TODAY).allowed
    later = selectors.composition_of_team(facts, TODAY + DAY)
    assert (later.allowed, later.template, later.breaches) == (False, "household-village", ("B_ROLE_MISSING",))


def test_the_leader_is_a_member_and_nobody_stands_twice_in_a_role(centre):
    members = people(centre, "gp", "nurse", "public_health")
    with pytest.raises(LawBroken) as refused:
        form(centre, members, leader=make_practitioner(centre))
    assert codes(refused) == ["B_LEADER_NOT_MEMBER"]
    with pytest.raises(LawBroken) as refused:
        form(centre, [*members, members[1]])
    assert codes(refused) == ["B_MEMBER_TWICE"]


def test_an_institution_has_one_open_team_of_a_name(centre):
    form(centre, people(centre, "gp", "nurse", "public_health"))
    with pytest.raises(LawBroken) as refused:
        form(centre, people(centre, "gp", "nurse", "public_health"))
    assert codes(refused) == ["B_TEAM_NAME_TAKEN"]


def test_members_come_from_the_neighbourhood_and_the_county_level(centre):
    clinic = make_institution(f"{TOWNSHIP}201", kind="village_clinic", level="village")
    hospital = make_institution(f"{COUNTY}101", kind="county_hospital", level="county")
    elsewhere = make_institution(f"{COUNTY}102")
    near = [make_practitioner(place) for place in (centre, clinic, hospital)]
    left = make_practitioner(centre, left_on=TODAY - DAY)
    far = make_practitioner(elsewhere)
    candidates = set(selectors.member_candidates(MANAGER, centre, TODAY))
    assert candidates == set(near)
    assert not selectors.member_candidates(make_viewer(), centre, TODAY).exists()
    for stranger in (left, far):
        with pytest.raises(NotVisible):
            form(centre, [*people(centre, "gp", "nurse", "public_health"), (stranger, "gp")])


def test_only_who_forms_teams_there_may(centre):
    members = people(centre, "gp", "nurse", "public_health")
    team = form(centre, members)
    for by in (make_viewer(), make_viewer("team_write", regions=(f"{COUNTY}101",)), make_viewer("area_write")):
        with pytest.raises(NotVisible):
            form(centre, members, by=by, name="另一团队")
        with pytest.raises(NotVisible):
            services.change_team(by=by, team_id=team.id, fields={"phone": "1"}, on=TODAY)
        with pytest.raises(NotVisible):
            services.dissolve_team(by=by, team_id=team.id, on=TODAY)
        with pytest.raises(NotVisible):
            change(team, members, by=by)
    assert form(centre, members, by=make_viewer("team_write", institutions=(centre.id,)), name="另一团队")


def change(
    team: Team, members: list[tuple[Practitioner, str]], *, on: date = TODAY + 10 * DAY, by=MANAGER, leader=None
):
    return services.change_team_members(
        by=by,
        team_id=team.id,
        members=[(person.id, role) for person, role in members],
        leader_id=(leader or members[0][0]).id,
        on=on,
    )


def test_members_change_from_a_day_and_the_past_stays(centre):
    members = people(centre, "gp", "nurse", "public_health")
    team = form(centre, members)
    successor, helper = people(centre, "gp", "village_doctor")
    change(team, [successor, *members[1:], helper])
    before = selectors.team_facts(team.id, TODAY + 9 * DAY)
    after = selectors.team_facts(team.id, TODAY + 10 * DAY)
    assert {member.practitioner_id for member in before.members} == {person.id for person, _ in members}
    assert {member.role for member in after.members} == {"gp", "nurse", "public_health", "village_doctor"}
    assert after.member(members[0][0].id) is None
    assert after.leader_id == successor[0].id


def test_a_change_on_the_founding_day_corrects_it(centre):
    members = people(centre, "gp", "nurse", "public_health")
    team = form(centre, members)
    other = make_practitioner(centre, "nurse")
    change(team, [members[0], (other, "nurse"), members[2]], on=TODAY)
    facts = selectors.team_facts(team.id, TODAY)
    assert {member.practitioner_id for member in facts.members} == {members[0][0].id, other.id, members[2][0].id}


def test_a_change_is_refused_where_it_breaks_the_template_or_lies_before_a_later_one(centre):
    members = people(centre, "gp", "nurse", "public_health")
    team = form(centre, members)
    with pytest.raises(LawBroken) as refused:
        change(team, members[:2])
    assert codes(refused) == ["B_ROLE_MISSING"]
    newcomer = people(centre, "village_doctor")
    change(team, [*members, *newcomer])
    with pytest.raises(LawBroken) as refused:
        change(team, members, on=TODAY + DAY)
    assert codes(refused) == ["B_TEAM_CHANGED_LATER"]


def test_who_answers_for_an_area_stays_until_another_is_named(centre):
    team = make_team(centre)
    make_area(team, f"{TOWNSHIP}201")
    leader, nurse, worker = [(member.practitioner, member.role) for member in team.members.order_by("id")]
    successor = people(centre, "gp")
    with pytest.raises(LawBroken) as refused:
        change(team, [*successor, nurse, worker])
    assert codes(refused) == ["B_LEAVES_RESPONSIBLE"]
    assert leader[0].name in refused.value.message


def test_a_team_is_dissolved_once_its_areas_have_another(centre, monkeypatch):
    seen = []
    monkeypatch.setattr(events, "publish", seen.append)
    team, heir = make_team(centre), make_team(centre)
    make_area(team, f"{TOWNSHIP}201")
    with pytest.raises(LawBroken) as refused:
        services.dissolve_team(by=MANAGER, team_id=team.id, on=TODAY)
    assert codes(refused) == ["B_TEAM_HAS_AREAS"]
    services.assign_areas(
        by=make_viewer("area_write", regions=(TOWNSHIP,)),
        team_id=heir.id,
        units=[f"{TOWNSHIP}201"],
        responsible_person_id=heir.leader_id,
        starts_on=TODAY + DAY,
        takes_over=True,
    )
    services.dissolve_team(by=MANAGER, team_id=team.id, on=TODAY)
    assert seen == [TeamDissolved(team.id, TODAY)]
    assert len(selectors.team_facts(team.id, TODAY).members) == 3
    assert selectors.team_facts(team.id, TODAY + DAY).members == ()
    with pytest.raises(LawBroken):
        services.dissolve_team(by=MANAGER, team_id=team.id, on=TODAY + DAY)


def test_name_phone_and_tier_change_and_nothing_else(centre):
    team = make_team(centre)
    changed = services.change_team(by=MANAGER, team_id=team.id, fields={"name": "春晖团队", "tier": 2}, on=TODAY)
    assert (changed.name, changed.tier) == ("春晖团队", 2)
    assert Entry.objects.get(act="organization.change_team").details["fields"]["tier"] == [1, 2]
    with pytest.raises(BadShape):
        services.change_team(by=MANAGER, team_id=team.id, fields={"template": "x"}, on=TODAY)


@pytest.fixture
def union() -> Institution:
    """A township's centre in a medical union with the county's hospital, under the provincial plan."""
    make_county("420325")
    make_adoption("420325", "shandong-2022")
    consortium = make_consortium()
    make_institution("420325", kind="county_hospital", level="county", name="县人民医院", consortium=consortium)
    return make_institution("420325100", consortium=consortium)


def of_the_hospital(union: Institution, role: str, **fields) -> tuple[Practitioner, str]:
    hospital = union.consortium.members.exclude(id=union.id).get()
    return make_practitioner(hospital, role, **fields), role


def form_tier(centre: Institution, members: list[tuple[Practitioner, str]], **kind) -> Team:
    by = make_viewer("team_write", regions=("420325",))
    chosen = [(person.id, role) for person, role in members]
    leader = members[0][0].id
    return services.form_team(
        by=by, institution_id=centre.id, name="杏林团队", members=chosen, leader_id=leader, founded_on=TODAY, **kind
    )


@pytest.mark.parametrize(
    "gp",
    [
        {"qualifications": ["physician", "gp_training", "tcm"]},
        {"qualifications": ["assistant_physician", "gp_training"]},
        {"qualifications": ["rural_assistant_physician"]},
        {"qualifications": ["physician"], "employment_kind": "multi_site"},
    ],
    ids=["a TCM GP", "an assistant GP", "a rural assistant GP", "a GP with a second practice site"],
)
def test_the_first_tier_is_a_gp_of_any_kind_with_a_nurse_and_a_public_health_worker(union, gp):
    members = [(make_practitioner(union, "gp", **gp), "gp"), *people(union, "nurse", "public_health")]
    team = form_tier(union, members, tier=1)
    assert (team.tier, team.template) == (1, "shandong-2022")
    assert selectors.composition_of_team(selectors.team_facts(team.id, TODAY), TODAY).reached == 1


def test_the_second_tier_needs_a_specialist_of_the_same_institution_and_the_third_one_of_the_unions_hospital(union):
    first = people(union, "gp", "nurse", "public_health")
    with pytest.raises(LawBroken) as refused:
        form_tier(union, [*first, of_the_hospital(union, "specialist")], tier=2)
    assert codes(refused) == ["B_TIER_LACKS"]
    assert refused.value.breaches[0]["source"]["clause"] == "S3-10 S3-11"
    assert "本机构" in refused.value.breaches[0]["text_zh"]
    with pytest.raises(LawBroken):
        form_tier(union, [*first, *people(union, "specialist")], tier=3)
    team = form_tier(union, [*first, *people(union, "pharmacist"), of_the_hospital(union, "tcm_physician")], tier=3)
    assert selectors.composition_of_team(selectors.team_facts(team.id, TODAY), TODAY).reached == 3


def test_a_hospital_outside_of_the_union_does_not_make_the_third_tier(union):
    Institution.objects.filter(name="县人民医院").update(consortium=None)
    stranger = make_practitioner(Institution.objects.get(name="县人民医院"), "specialist")
    with pytest.raises(LawBroken) as refused:
        form_tier(union, [*people(union, "gp", "nurse", "public_health"), (stranger, "specialist")], tier=3)
    assert codes(refused) == ["B_TIER_LACKS"]


def test_a_team_is_raised_to_a_tier_only_with_its_members(union):
    by = make_viewer("team_write", regions=("420325",))
    team = form_tier(union, people(union, "gp", "nurse", "public_health"))
    with pytest.raises(LawBroken) as refused:
        services.change_team(by=by, team_id=team.id, fields={"tier": 2}, on=TODAY)
    assert codes(refused) == ["B_TIER_LACKS"]
    members = [(row.practitioner_id, row.role) for row in team.members.all()]
    members.append((make_practitioner(union, "rehabilitation").id, "rehabilitation"))
    services.change_team_members(by=by, team_id=team.id, members=members, leader_id=team.leader_id, on=TODAY)
    assert services.change_team(by=by, team_id=team.id, fields={"tier": 2}, on=TODAY).tier == 2
    with pytest.raises(LawBroken):
        services.change_team_members(by=by, team_id=team.id, members=members[:3], leader_id=team.leader_id, on=TODAY)


def test_a_combined_team_has_people_of_village_centre_and_hospital_and_whoever_joins_further(union):
    village = (make_practitioner(union, "village_doctor"), "village_doctor")
    first = people(union, "gp", "nurse", "public_health")
    with pytest.raises(LawBroken) as refused:
        form_tier(union, [*first, village], is_combined=True)
    assert codes(refused) == ["B_COMBINED_LACKS"]
    further = people(union, "pharmacist", "nutritionist")
    team = form_tier(union, [*first, village, of_the_hospital(union, "specialist"), *further], is_combined=True)
    assert team.is_combined


def test_combined_contracts_need_a_scheme_that_knows_them(centre):
    with pytest.raises(LawBroken) as refused:
        services.form_team(
            by=MANAGER,
            institution_id=centre.id,
            name="组合队",
            members=[(person.id, role) for person, role in people(centre, "gp", "nurse", "public_health")],
            leader_id=Practitioner.objects.get(roles=["gp"]).id,
            founded_on=TODAY,
            is_combined=True,
        )
    assert codes(refused) == ["B_COMBINED_UNKNOWN"]


@pytest.mark.parametrize("role", ["pharmacist", "health_manager", "psychologist", "nutritionist"])
def test_other_professions_join_a_team_through_a_primary_institution(union, role):
    member = make_practitioner(union, role)
    team = form_tier(union, [*people(union, "gp", "nurse", "public_health"), (member, role)])
    facts = selectors.team_facts(team.id, TODAY)
    assert facts.member(member.id).role == role
    assert selectors.composition_of_team(facts, TODAY).allowed
