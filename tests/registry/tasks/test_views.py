"""The page of tasks."""

import datetime as dt

import pytest
from django.urls import reverse

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from tests.registry.access.factories import make_post, make_user
from tests.registry.people.factories import VILLAGE, make_resident

from .factories import make_task

pytestmark = pytest.mark.django_db


def sign_in(client, code: str, **place):
    user = make_user()
    make_post(user=user, code=code, **place)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


@pytest.fixture
def overdue():
    yesterday = clock.today() - dt.timedelta(days=1)
    resident = make_resident(name="周大海")
    return make_task(resident_id=resident.id, from_on=yesterday, due_on=yesterday)


def test_the_page_lists_what_is_to_be_done(client, overdue):
    sign_in(client, "county_bureau", region=VILLAGE[:6])
    page = client.get(reverse("tasks:tasks"))
    assert page.status_code == 200
    assert "周大海" in page.text and "到期告知与续约" in page.text and "逾期1天" in page.text
    assert Entry.objects.get(act="tasks.list_tasks").resident_ids == [overdue.resident_id]


def test_the_page_speaks_english(client, overdue):
    user = sign_in(client, "county_bureau", region=VILLAGE[:6])
    user.language = "en"
    user.save()
    client.cookies["django_language"] = "en"
    page = client.get(reverse("tasks:tasks"), headers={"accept-language": "en"})
    assert "1 day overdue" in page.text and "Tell of the coming end and renew" in page.text


def test_filters_narrow_and_an_empty_list_says_so(client, overdue):
    sign_in(client, "county_bureau", region=VILLAGE[:6])
    assert "没有待办事项" in client.get(reverse("tasks:tasks"), {"due": "later"}).text
    assert "周大海" in client.get(reverse("tasks:tasks"), {"due": "overdue", "kind": "renewal_notice"}).text


@pytest.mark.parametrize("code", ["insurer", "system_admin"])
def test_the_wrong_person_gets_404(client, overdue, code):
    sign_in(client, code, region=VILLAGE[:6])
    assert client.get(reverse("tasks:tasks")).status_code == 404


def test_the_number_of_queries_does_not_grow(client, overdue, django_assert_max_num_queries):
    sign_in(client, "county_bureau", region=VILLAGE[:6])
    for _ in range(20):
        make_task(resident_id=make_resident().id, from_on=clock.today(), due_on=clock.today())
    with django_assert_max_num_queries(15):
        client.get(reverse("tasks:tasks"))


@pytest.mark.parametrize("extent", ["page", "all"])
def test_the_list_is_taken_away_as_a_file_with_everybody_on_record(client, overdue, extent):
    sign_in(client, "county_bureau", region=VILLAGE[:6])
    file = client.post(reverse("tasks:tasks"), {"export": f"{extent}-csv"})
    assert "周大海" in b"".join(file.streaming_content).decode()
    assert Entry.objects.get(act="tasks.export_tasks").resident_ids == [overdue.resident_id]


def test_who_may_take_nothing_away_finds_no_file(client, overdue):
    sign_in(client, "village_doctor", region=VILLAGE[:6])
    assert client.post(reverse("tasks:tasks"), {"export": "all-csv"}).status_code == 404


def test_the_list_narrows_to_a_village_and_stands_by_village(client, overdue):
    sign_in(client, "county_bureau", region=VILLAGE[:6])
    page = client.get(reverse("tasks:tasks"), {"region": VILLAGE[:9], "sort": "place"})
    assert "周大海" in page.text
    here = client.get(reverse("tasks:tasks"), {"region": VILLAGE})
    assert "周大海" in here.text and f'value="{VILLAGE}" selected' in here.text
