"""The history's pages and selectors."""

import datetime as dt
import uuid

import pytest

from jiayi.foundation.audit import selectors
from jiayi.foundation.audit.models import Entry
from jiayi.foundation.audit.services import record, record_read
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Nobody, SystemViewer
from tests.registry.access.factories import make_post, make_user, make_viewer
from tests.registry.access.places import COUNTY, NEAR, make_county

pytestmark = pytest.mark.django_db
RESIDENT, SUBJECT = uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def doctor(county):
    return make_viewer(post="doctor", institution=county.near_centre)


@pytest.fixture
def history(doctor):
    record_read(by=doctor, act="people.read_resident", resident_ids=[RESIDENT])
    record(by=doctor, act="people.change_resident", subject_kind="resident", subject_ids=[SUBJECT])
    record(by=SystemViewer(), act="audit.begin_anchor")


@pytest.fixture
def reader(client, county):
    user = make_user()
    make_post(user=user, code="audit_admin", region=COUNTY)
    client.force_login(user)
    return user


def listed(client, query=""):
    return [entry.act for entry in client.get(f"/audit/{query}").context["page"].rows]


def test_the_newest_stands_first(client, history, reader):
    assert listed(client) == ["audit.begin_anchor", "people.change_resident", "people.read_resident"]


def test_the_list_narrows_by_actor_act_day_and_subject(client, history, reader, doctor):
    assert listed(client, "?act=people.read_resident") == ["people.read_resident"]
    assert len(listed(client, f"?actor={doctor.actor_id}")) == 2
    assert listed(client, f"?subject={RESIDENT}") == ["people.read_resident"]
    assert listed(client, f"?subject={SUBJECT}") == ["people.change_resident"]
    assert listed(client, f"?subject={uuid.uuid4()}") == []
    assert listed(client, "?from=2999-01-01") == []
    assert len(listed(client, "?to=2999-01-01")) == 3


def test_htmx_gets_the_list_alone(client, history, reader):
    answer = client.get("/audit/?act=audit.begin_anchor", headers={"HX-Request": "true", "HX-Target": "list"})
    text = answer.content.decode().strip()
    assert text.startswith('<div class="card" id="list">')
    assert 'class="chip"' in text


def test_an_act_stands_there_in_words(client, history, reader):
    assert "查看居民" in client.get("/audit/?act=people.read_resident").content.decode()
    english = client.get("/audit/?act=people.read_resident", headers={"Accept-Language": "en"})
    assert "Read a resident" in english.content.decode()


def test_an_act_that_is_no_longer_known_shows_its_code(client, reader):
    Entry.objects.create(at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), actor_name="x", act="a.b")
    assert "a.b" in client.get("/audit/").content.decode()


def test_a_day_is_a_day_in_shanghai(client, reader):
    Entry.objects.create(at=dt.datetime(2026, 1, 1, 16, 30, tzinfo=dt.UTC), actor_name="x", act="a.b")
    assert listed(client, "?from=2026-01-02&to=2026-01-02") == ["a.b"]


def test_one_entry_shows_all_it_holds(client, history, reader):
    entry = Entry.objects.get(act="people.change_resident")
    assert str(SUBJECT) in client.get(f"/audit/{entry.id}/").content.decode()
    assert client.get("/audit/999999/").status_code == 404


def test_taking_the_history_away_is_on_record(client, history, reader):
    answer = client.post("/audit/export/?act=people.read_resident", {"export": "all-csv"})
    text = b"".join(answer.streaming_content).decode()
    assert str(RESIDENT) in text
    assert "people.change_resident" not in text
    assert Entry.objects.get(act="audit.export_entries").actor_id == reader.pk


@pytest.mark.parametrize(
    ("post", "place", "may"),
    [
        ("audit_admin", COUNTY, True),
        ("auditor", COUNTY, True),
        ("auditor", NEAR, False),
        ("county_bureau", COUNTY, False),
        ("system_admin", COUNTY, False),
    ],
)
def test_only_readers_of_a_whole_county_read_the_history(client, history, county, post, place, may):
    user = make_user()
    make_post(user=user, code=post, region=place)
    client.force_login(user)
    entry = Entry.objects.order_by("id").first()
    expected = 200 if may else 404
    assert client.get("/audit/").status_code == expected
    assert client.get(f"/audit/{entry.id}/").status_code == expected
    assert client.post("/audit/export/", {"export": "page-csv"}).status_code == expected


def test_who_read_a_record_is_told_with_the_latest_first(history, doctor):
    record_read(by=doctor, act="people.list_residents", resident_ids=[uuid.uuid4(), RESIDENT])
    told = [entry.act for entry in selectors.entries_about(doctor, RESIDENT)]
    assert told == ["people.list_residents", "people.read_resident"]
    assert not selectors.entries_about(Nobody(), RESIDENT).exists()


def test_acts_and_actors_are_listed_once_each(history, doctor):
    record(by=doctor, act="people.change_resident")
    assert selectors.acts(SystemViewer()) == ["audit.begin_anchor", "people.change_resident", "people.read_resident"]
    assert selectors.actors(SystemViewer()) == [(doctor.actor_id, doctor.actor_name)]
    for read in (selectors.acts, selectors.actors, selectors.entries):
        with pytest.raises(NotVisible):
            read(doctor)
