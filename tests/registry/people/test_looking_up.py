import datetime as dt

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, NotVisible, TooMany
from jiayi.registry.organization.models import Region
from jiayi.registry.people import selectors, services
from jiayi.registry.people.models import PersonLookup
from tests.registry.people.factories import OTHER_VILLAGE, make_national_id, make_resident, make_viewer

pytestmark = pytest.mark.django_db


def find(by, number, reason="at_the_desk", explanation="本人持证就诊"):
    return services.find_by_national_id(by=by, number=number, reason=reason, explanation=explanation)


def test_a_person_elsewhere_is_found_by_the_exact_number_and_little_is_told():
    number = make_national_id()
    resident = make_resident(name="欧阳娜娜", number=number, village=OTHER_VILLAGE)
    Region.objects.filter(code="420324").update(name="竹溪县")
    doctor = make_viewer("420324100")
    found = find(doctor, number.lower())
    assert (found.masked_name, found.county) == ("欧***", "竹溪县")
    entry = Entry.objects.get(act="people.find_by_national_id")
    assert entry.resident_ids == [resident.id]
    assert number not in str(entry.details)
    assert find(doctor, make_national_id()) is None


def test_the_known_and_the_unknown_take_the_same_queries(django_assert_num_queries):
    doctor = make_viewer()
    known = make_national_id()
    make_resident(number=known)
    for number in (known, make_national_id()):
        with django_assert_num_queries(9):
            find(doctor, number)


def test_a_lookup_needs_the_permission_a_reason_and_a_real_number():
    number = make_national_id()
    with pytest.raises(NotVisible):
        find(make_viewer(permissions=("resident_read",)), number)
    doctor = make_viewer()
    for arguments in ({"reason": "curiosity"}, {"explanation": " "}):
        with pytest.raises(BadShape) as error:
            find(doctor, number, **arguments)
        assert error.value.code == "E_LOOKUP_REASON"
    with pytest.raises(BadShape) as error:
        find(doctor, "张三")
    assert error.value.code == "E_ID_LENGTH"
    assert not PersonLookup.objects.exists()


def test_lookups_are_limited_for_each_user_found_or_not(monkeypatch):
    now = dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: now)
    doctor, colleague = make_viewer(), make_viewer()
    for _ in range(5):
        find(doctor, make_national_id())
    with pytest.raises(TooMany) as error:
        find(doctor, make_national_id())
    assert (error.value.status, error.value.code) == (429, "E_LOOKUP_LIMIT")
    find(colleague, make_national_id())
    for step in range(1, 12):
        monkeypatch.setattr(clock, "now", lambda step=step: now + dt.timedelta(seconds=11 * step))
        for _ in range(5):
            find(doctor, make_national_id())
    monkeypatch.setattr(clock, "now", lambda: now + dt.timedelta(minutes=30))
    with pytest.raises(TooMany):
        find(doctor, make_national_id())


def test_numbers_in_an_explanation_are_not_kept():
    number = make_national_id()
    doctor = make_viewer()
    find(doctor, number, explanation=f"核对 {number}")
    assert number not in PersonLookup.objects.get().explanation


def test_everybody_reads_their_own_lookups_and_the_auditor_all():
    doctor = make_viewer(permissions=("resident_lookup",))
    find(doctor, make_national_id())
    assert selectors.lookups(doctor).count() == 1
    assert selectors.lookups(make_viewer(permissions=("resident_lookup",))).count() == 0
    assert selectors.lookups(make_viewer(permissions=("audit_read",))).count() == 1


def test_numbers_are_revealed_for_a_reason_that_is_kept():
    number = make_national_id()
    resident = make_resident(number=number, phone="13812345678")
    viewer = make_viewer()
    names = ("national_id", "phone")
    shown = services.reveal_numbers(by=viewer, resident_id=resident.id, names=names, reason="电话随访")
    assert shown == {"national_id": number, "phone": "13812345678"}
    assert Entry.objects.get().details["reason"] == "电话随访"
    with pytest.raises(BadShape):
        services.reveal_numbers(by=viewer, resident_id=resident.id, names=names, reason="")
    with pytest.raises(BadShape):
        services.reveal_numbers(by=viewer, resident_id=resident.id, names=("password",), reason="随访")
    with pytest.raises(NotVisible):
        stranger = make_viewer(OTHER_VILLAGE)
        services.reveal_numbers(by=stranger, resident_id=resident.id, names=names, reason="随访")
