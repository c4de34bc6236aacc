"""A village signs in an evening: the queue, each household once, whoever holds the tablet."""

import base64
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape
from jiayi.service.agreements import services
from jiayi.service.agreements.models import Agreement, Refusal, SessionEntry, SigningSession
from tests.registry.access.factories import signed_in

from .factories import VILLAGE, make_household, make_resident, make_village, sign

PNG = b"\x89PNG\r\n\x1a\n" + b"drawn"
DRAWN = "data:image/png;base64," + base64.b64encode(PNG).decode()


def begin(village) -> SigningSession:
    return services.open_session(
        by=village.by, region_code=VILLAGE, held_on=clock.today(), place="村委会", on=clock.today()
    )


def sign_one(village, entry, residents):
    return services.sign_entry(
        by=village.by,
        entry_id=entry.id,
        resident_ids=[one.id for one in residents],
        packages=("basic",),
        content=PNG,
        document_shown="household_book",
        told_list=True,
        on=clock.today(),
        at=clock.now(),
    )


@pytest.mark.django_db
def test_the_queue_holds_whoever_is_to_be_signed_or_renewed_household_by_household():
    village, first, second = make_village(), make_household(members=2), make_household(members=1)
    alone = make_resident(name="独居")
    signed = make_resident(name="已签")
    sign(village, signed, signed_on=clock.today())
    refuser = make_resident(name="拒签")
    Refusal.objects.create(resident=refuser, refused_on=clock.today(), reason="other")
    session = begin(village)
    queued = dict(session.entries.values_list("household_id", "persons"))
    assert queued[first.id] == 2 and queued[second.id] == 1 and None in queued
    assert session.entries.filter(resident=alone).exists()
    assert not session.entries.filter(resident__in=[signed, refuser]).exists()
    assert begin(village).id == session.id


@pytest.mark.django_db
def test_those_who_came_sign_with_one_signature_and_the_household_is_seen_to_once():
    village, household = make_village(), make_household(members=3)
    entry = begin(village).entries.get()
    members = list(household.members.order_by("id"))
    papers = sign_one(village, entry, members[:2])
    assert len(papers) == 1 and papers[0].agreements.count() == 2
    assert papers[0].evidence.get().kind == "drawn"
    assert set(papers[0].agreements.values_list("channel", flat=True)) == {"group_event"}
    entry.refresh_from_db()
    assert (entry.state, entry.paper_id) == ("signed", papers[0].id)
    with pytest.raises(BadShape, match="E_NOT_IN_QUEUE"):
        sign_one(village, entry, members[2:])


@pytest.mark.django_db
def test_who_did_not_come_may_be_called_again_and_a_closed_session_takes_nobody():
    village, household = make_village(), make_household(members=1)
    session = begin(village)
    entry = session.entries.get()
    services.put_off_entry(by=village.by, entry_id=entry.id, at=clock.now())
    services.close_session(by=village.by, session_id=session.id, at=clock.now())
    with pytest.raises(BadShape, match="E_SESSION_CLOSED"):
        sign_one(village, entry, household.members.all())
    later = begin(village)
    assert later.id != session.id
    sign_one(village, later.entries.get(), household.members.all())
    with pytest.raises(BadShape, match="E_NOBODY_WAITS"):
        services.close_session(by=village.by, session_id=later.id, at=clock.now())
        begin(village)


@pytest.mark.django_db(transaction=True)
def test_two_tablets_that_sign_one_household_at_once_make_one_paper():
    village, household = make_village(), make_household(members=2)
    entry, members = begin(village).entries.get(), list(household.members.all())

    def act(_number) -> str:
        try:
            sign_one(village, entry, members)
            return "signed"
        except BadShape as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as tablets:
        answers = sorted(tablets.map(act, range(4)))
    assert answers == ["E_NOT_IN_QUEUE"] * 3 + ["signed"]
    assert Agreement.objects.count() == 2


@pytest.mark.django_db
def test_an_evening_on_the_pages_from_opening_to_the_end(client):
    village, household, other = make_village(), make_household(members=2), make_household(members=1)
    signed_in(client, "doctor", institution=village.team.institution)
    page = client.get(reverse("agreements:sessions")).content.decode()
    assert VILLAGE in page
    opened = client.post(reverse("agreements:sessions"), {"region": VILLAGE, "held_on": clock.today().isoformat()})
    entries = list(SessionEntry.objects.order_by("place"))
    assert client.get(opened.url).status_code == 200
    first = reverse("agreements:session_entry", args=[entries[0].id])
    residents = [str(one.id) for one in household.members.all()]
    if entries[0].household_id == other.id:
        residents = [str(one.id) for one in other.members.all()]
    answers = {"residents": residents, "packages": ["basic"], "document_shown": "household_book", "signature": DRAWN}
    kept = client.post(first, answers | {"signature": ""})
    assert kept.status_code == 422 and "请先签名" in kept.content.decode()
    done = client.post(first, answers)
    assert done.url == reverse("agreements:session_entry", args=[entries[1].id])
    refused = client.post(reverse("agreements:refuse_entry", args=[entries[1].id]), {"reason": "no_need"})
    assert refused.url == opened.url
    assert Refusal.objects.filter(reason="no_need").exists()
    over = client.get(opened.url).content.decode()
    assert "2 / 2" in over
    assert client.post(reverse("agreements:close_session", args=[entries[0].session_id])).url == opened.url
    assert "已结束" in client.get(reverse("agreements:sessions")).content.decode()
    taken = client.post(reverse("agreements:sessions") + "?state=closed", {"export": "all-csv"})
    heading, line = b"".join(taken.streaming_content).decode().splitlines()
    assert "已签" in heading and village.team.name in line and line.endswith("2,1,0,已结束")
