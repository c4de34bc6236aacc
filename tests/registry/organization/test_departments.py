"""Departments of hospitals stand by a team with tasks that the scheme names, by the team's page."""

from functools import partial

import pytest

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.registry.access.selectors import viewer_of
from jiayi.registry.access.services import issue_token
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.models import TeamDepartment
from tests.registry.access.factories import make_post, make_user

from .factories import COUNTY, StandIn, make_adoption, make_institution, make_region, make_team

pytestmark = pytest.mark.django_db


def test_a_department_is_taken_in_with_its_tasks_changed_and_ended(client) -> None:
    team = make_team(make_institution(make_region("420324101")))
    hospital = make_institution(make_region(COUNTY), name="县人民医院", level="county", kind="county_hospital")
    user = make_user()
    make_post(user=user, code="institution_manager", institution=team.institution)
    client.force_login(user)
    address = f"/teams/{team.id}/departments/"
    assert "采用的方案没有规定科室任务" in client.get(address).content.decode()
    make_adoption(COUNTY, "national", "hospital-community")
    given = {"institution": str(hospital.id), "name": "心内科", "contact": "张主任", "tasks": ["referral"]}
    assert client.post(address, given | {"tasks": ["singing"]}).status_code == 422
    for tasks in (["referral"], ["referral", "home_care"]):
        assert client.post(address, given | {"tasks": tasks}).status_code == 302
    row = TeamDepartment.objects.get()
    assert row.tasks == ["referral", "home_care"]
    assert "张主任" in client.get(address).content.decode()
    with pytest.raises(NotVisible):
        services.end_department(by=StandIn({}), team_id=team.id, department_id=row.id, on=clock.today())
    headers = {"Authorization": f"Bearer {issue_token(by=viewer_of(user), label='test', at=clock.now())}"}
    send = partial(client.post, content_type="application/json", headers=headers)
    listed = client.get(f"/api/v1/teams/{team.id}/departments", headers=headers).json()
    assert [(one["id"], one["tasks"], one["institution_name"]) for one in listed] == [
        (str(row.id), ["referral", "home_care"], "县人民医院")
    ]
    body = {"institution": str(hospital.id), "name": "神经内科", "tasks": ["referral"]}
    made = send(f"/api/v1/teams/{team.id}/departments", body)
    assert made.status_code == 201 and made.json()["ends_on"] is None
    assert send(f"/api/v1/teams/{team.id}/departments", body | {"tasks": ["singing"]}).status_code == 422
    over = send(f"/api/v1/teams/{team.id}/departments/{made.json()['id']}/end", {})
    assert over.json()["ends_on"] == clock.today().isoformat()
    TeamDepartment.objects.exclude(id=row.id).delete()
    client.post(f"{address}{row.id}/end/")
    row.refresh_from_db()
    assert row.ends_on == clock.today() and selectors.departments_of(team, clock.today()) == [row]
