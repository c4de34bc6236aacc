"""The register of refusals: who may write, what cannot be."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import BadShape, NotVisible
from jiayi.service.agreements import selectors, services
from jiayi.service.agreements.models import Refusal
from tests.registry.access.factories import signed_in
from tests.registry.people.factories import OTHER_VILLAGE, make_region

from .factories import SIGNED_ON, make_resident, make_signer, make_village, sign

pytestmark = pytest.mark.django_db


def refuse(resident, by=None, **asked):
    usual = {"reason": "no_need", "refused_on": SIGNED_ON, "on": SIGNED_ON}
    return services.record_refusal(by=by or make_signer(), resident_id=resident.id, **(usual | asked))


def test_a_refusal_is_recorded_once_until_it_is_withdrawn():
    resident = make_resident()
    first = refuse(resident)
    with pytest.raises(BadShape) as refused:
        refuse(resident)
    assert refused.value.code == "E_ALREADY_REFUSED"
    services.withdraw_refusal(by=make_signer(), refusal_id=first.id, on=SIGNED_ON)
    refuse(resident)
    assert Refusal.objects.count() == 2


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"reason": "mood"}, "E_CODE_UNKNOWN"),
        ({"refused_on": SIGNED_ON + dt.timedelta(days=1)}, "E_REFUSED_IN_FUTURE"),
    ],
)
def test_what_cannot_be_is_refused(asked, code):
    with pytest.raises(BadShape) as refused:
        refuse(make_resident(), **asked)
    assert refused.value.code == code


def test_the_signed_do_not_refuse():
    village, resident = make_village(), make_resident()
    sign(village, resident)
    with pytest.raises(BadShape) as refused:
        refuse(resident)
    assert refused.value.code == "E_RESIDENT_SIGNED"


def test_a_refusal_is_withdrawn_once():
    refusal = refuse(make_resident())
    services.withdraw_refusal(by=make_signer(), refusal_id=refusal.id, on=SIGNED_ON)
    with pytest.raises(BadShape):
        services.withdraw_refusal(by=make_signer(), refusal_id=refusal.id, on=SIGNED_ON)


@pytest.mark.parametrize("by", [make_signer("420324102"), make_signer(permissions=("resident_read",))])
def test_the_wrong_person_sees_nothing(by):
    resident = make_resident()
    refusal = refuse(resident)
    with pytest.raises(NotVisible):
        refuse(make_resident(), by=by)
    with pytest.raises(NotVisible):
        services.withdraw_refusal(by=by, refusal_id=refusal.id, on=SIGNED_ON)


def test_an_unknown_refusal_is_not_there():
    with pytest.raises(NotVisible):
        services.withdraw_refusal(by=make_signer(), refusal_id=uuid4(), on=SIGNED_ON)


def test_the_register_and_the_list_of_those_to_sign_are_taken_away_as_files_and_on_record(client):
    village = make_village()
    refused, willing = make_resident(name="甲拒签"), make_resident(name="乙未签")
    services.record_refusal(by=village.by, resident_id=refused.id, refused_on=SIGNED_ON, reason="cost", on=SIGNED_ON)
    signed_in(client, "institution_manager", institution=village.team.institution)
    for name, who, act in (
        ("refusals", refused, "agreements.export_refusals"),
        ("to_sign", willing, "agreements.export_to_sign"),
    ):
        for extent in ("page-csv", "all-csv"):
            file = client.post(reverse(f"agreements:{name}"), {"export": extent})
            assert who.name in b"".join(file.streaming_content).decode()
        assert all(entry.resident_ids == [who.id] for entry in Entry.objects.filter(act=act))
        assert Entry.objects.filter(act=act).count() == 2


def test_a_refusal_stands_in_the_village_of_its_resident_and_follows_a_move():
    resident = make_resident()
    refusal = refuse(resident)
    refusal.refresh_from_db()
    assert refusal.region_id == resident.region_id
    resident.region = make_region(OTHER_VILLAGE)
    resident.save()
    refusal.refresh_from_db()
    assert refusal.region_id == OTHER_VILLAGE
    assert not selectors.refusals(make_signer())
    assert list(selectors.refusals(make_signer(OTHER_VILLAGE[:9]))) == [refusal]
