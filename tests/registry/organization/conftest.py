"""A township with a health centre, its staff and a team, and browsers of people who look at it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from jiayi.foundation.base import clock
from jiayi.registry.organization.models import Area, Device, Institution, Practitioner, Responsibility, Team
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization.factories import (
    COUNTY,
    make_adoption,
    make_area,
    make_building,
    make_county,
    make_device,
    make_institution,
    make_practitioner,
    make_responsibility,
    make_team,
)

TODAY = dt.date(2026, 11, 22)
TOWNSHIP = f"{COUNTY}100"


@dataclass(frozen=True)
class Place:
    """A township's health centre with two teams: one village each, one village and one building without."""

    centre: Institution
    elsewhere: Institution
    team: Team
    other: Team
    area: Area
    spare: Practitioner
    device: Device
    responsibility: Responsibility


@pytest.fixture
def today(monkeypatch) -> dt.date:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    return TODAY


@pytest.fixture
def place(db, today) -> Place:
    make_county(townships=2, villages=3)
    make_adoption(COUNTY, "urban-team", "village-centre")
    make_adoption(f"{COUNTY}100", "urban-team")
    centre = make_institution(TOWNSHIP, name="城关镇卫生院", hours="08:00-17:30", hotline="0719-2720120")
    team = make_team(centre, name="春晖团队")
    other = make_team(centre, name="杏林团队")
    make_building(f"{TOWNSHIP}203", "东楼")
    make_building(f"{TOWNSHIP}203", "西楼")
    make_area(other, f"{TOWNSHIP}202")
    return Place(
        centre=centre,
        elsewhere=make_institution(f"{COUNTY}101", name="蒋家堰镇卫生院"),
        team=team,
        other=other,
        area=make_area(team, f"{TOWNSHIP}201"),
        spare=make_practitioner(centre, "gp", name="单小明", speciality="高血压"),
        device=make_device(centre, name="1号签约箱"),
        responsibility=make_responsibility(f"{TOWNSHIP}201", "village", team.leader),
    )


@pytest.fixture
def browser(place) -> Callable[..., Client]:
    """A browser in which someone with this post (at the health centre unless told otherwise) is signed in."""

    def sign_in(post: str = "institution_manager", *, practitioner: Practitioner | None = None, **at) -> Client:
        user = make_user(name="王丽萍", practitioner=practitioner)
        make_post(user=user, code=post, **(at or {"institution": place.centre}))
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
