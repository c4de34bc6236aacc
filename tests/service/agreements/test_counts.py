"""The counts of many teams, within the viewer's reach."""

import pytest

from jiayi.service.agreements import selectors

from .factories import make_resident, make_signer, make_village, sign

pytestmark = pytest.mark.django_db


def test_counts_are_those_of_agreements_in_force():
    village = make_village()
    sign(village, make_resident())
    assert selectors.team_counts(village.by, [village.team.id])[village.team.id].persons == 1


def test_teams_out_of_reach_are_left_out():
    village = make_village()
    sign(village, make_resident())
    assert selectors.team_counts(make_signer("990000"), [village.team.id]) == {}
    assert selectors.team_counts(make_signer(permissions=()), [village.team.id]) == {}
