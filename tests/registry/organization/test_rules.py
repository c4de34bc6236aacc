from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from jiayi.foundation.rulebook import decide
from jiayi.registry.organization.rules import Line, Member, lacking_of_lines, may_lead, partition_of

roles = st.sampled_from("abcd")
members = st.lists(st.builds(Member, roles, st.booleans()), max_size=5)
lines = st.lists(
    st.builds(Line, st.sets(roles, min_size=1).map(lambda found: tuple(sorted(found))), st.integers(1, 2)),
    min_size=1,
    max_size=3,
)


def most_places_filled(asked, team):
    """The plain way: try every order of the qualified members over the places."""
    places = [line.any_of for line in asked for _ in range(line.at_least)]
    able = [member.role for member in team if member.qualified]
    able += [""] * max(0, len(places) - len(able))
    return max(
        sum(role in place for role, place in zip(order, places, strict=True))
        for order in permutations(able, len(places))
    )


@given(lines, members)
def test_as_many_places_are_filled_as_there_can_be(asked, team):
    wanted = sum(line.at_least for line in asked)
    assert wanted - sum(lacking_of_lines(asked, team)) == most_places_filled(asked, team)


def test_a_member_who_fits_two_lines_is_left_for_the_one_that_needs_it():
    asked = [Line(("gp", "clinician"), 1), Line(("gp",), 1)]
    assert lacking_of_lines(asked, [Member("gp"), Member("clinician")]) == [0, 0]
    assert lacking_of_lines(asked, [Member("gp")]) == [0, 1]


def test_where_nobody_is_named_to_lead_any_members_role_may():
    team = [Member("nurse"), Member("gp", qualified=False)]
    assert may_lead("gp", [], team) and may_lead("nurse", (), team)
    assert not may_lead("gp", ["nurse"], team)
    assert not may_lead("pharmacist", [], team)


units = st.lists(st.sampled_from("uvwxyz"), unique=True)
areas = st.dictionaries(st.sampled_from("ABC"), st.lists(st.sampled_from("uvwxyz?"), max_size=5), max_size=3)


@given(units, areas)
def test_areas_are_complete_exactly_when_every_unit_has_one_team_and_nothing_else_is_held(known, teams):
    held = {
        code: [team for team, codes in teams.items() if code in codes] for code in {*known, *sum(teams.values(), [])}
    }
    exact = all((len(by) == 1) is (code in known) and (by == [] or code in known) for code, by in held.items())
    partition = partition_of(known, teams)
    assert partition.complete is exact
    assert set(partition.gaps) == {code for code in known if not held[code]}
    assert set(partition.overlaps) == {code for code, by in held.items() if len(by) > 1}
    assert set(partition.unknown) == held.keys() - set(known)


def test_the_reasons_name_the_roles_that_are_missing_in_both_languages():
    outcome = decide("organization.team.composition", on="2026-03-01", schemes=["national", "village-centre"],
                     facts={"members": [{"role": "nurse"}], "leader_role": "nurse"})  # fmt: skip
    texts = {(reason["text_zh"], reason["text_en"]) for reason in outcome["reasons"]}
    assert ("团队缺全科医生或执业医师1名。", "The team lacks 1 of General practitioner or Licensed physician.") in texts


def test_the_reasons_name_the_units_without_a_team():
    outcome = decide("organization.areas.partition", on="2026-03-01", schemes=["national"],
                     facts={"units": ["V1", "V2"], "teams": {"A": ["V1"]}})  # fmt: skip
    assert [(reason["code"], reason["text_zh"]) for reason in outcome["reasons"]] == [
        ("AREA_GAP", "没有团队负责：V2。")
    ]
