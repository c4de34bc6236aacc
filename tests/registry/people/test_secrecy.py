"""No identity or phone number lies in the open: not in the tables, not in the logs, not in addresses."""

import datetime as dt
import logging

import pytest
from django.apps import apps
from django.db import connection

from jiayi.registry.people import services
from jiayi.registry.people.models import Resident
from jiayi.registry.people.sealing import number_of
from tests.registry.access.factories import make_post, make_user
from tests.registry.access.tokens import ApiClient
from tests.registry.people.factories import VILLAGE, make_national_id, make_region, make_viewer

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


def every_byte() -> bytes:
    """All rows of all tables of the rooms, as the database writes them out, binary values as their bytes."""
    content = b""
    for model in apps.get_models():
        with (
            connection.cursor() as cursor,
            cursor.copy(f'copy "{model._meta.db_table}" to stdout (format binary)') as rows,
        ):
            content += b"".join(bytes(part) for part in rows)
    return content


def act_on(number: str, other: str, phone: str) -> Resident:
    """Walk one resident through everything that takes a number."""
    make_region(VILLAGE)
    by = make_viewer("420324")
    entered = {"name": "张小明", "national_id": number, "phone": phone, "contact_phone": phone, "home_phone": phone}
    resident = services.register_resident(by=by, on=TODAY, region_code=VILLAGE, entered=entered)
    services.change_resident(
        by=by, resident_id=resident.id, version=1, entered={"national_id": other, "insurance_number": number}, on=TODAY
    )
    services.find_by_national_id(by=by, number=other, reason="referral", explanation=f"核对{number}")
    services.reveal_numbers(by=by, resident_id=resident.id, names=("phone",), reason=f"回拨{phone}")
    double = services.register_resident(by=by, on=TODAY, region_code=VILLAGE, entered=entered)
    services.merge_residents(
        by=by,
        kept_id=resident.id,
        merged_id=double.id,
        reason=f"重复建档{number}",
        on=TODAY,
        take=["identity", "phone"],
        confirmed=True,
    )
    return resident


def test_no_number_lies_in_the_bytes_of_the_database():
    number, other, phone = make_national_id(), make_national_id(), "13987654321"
    resident = act_on(number, other, phone)
    content = every_byte()
    assert content.count("张小明".encode()) > 0
    for text in (number, other, phone):
        for encoded in (text.encode(), text.encode("utf-16-le"), text[::-1].encode()):
            assert content.count(encoded) == 0
    resident.refresh_from_db()
    assert number_of(resident, "national_id") == number


def test_a_sealed_number_opens_in_its_own_place_only():
    from cryptography.exceptions import InvalidTag

    first, second = (
        services.register_resident(
            by=make_viewer("420324"),
            on=TODAY,
            region_code=make_region(VILLAGE).code,
            entered={"name": "张三", "national_id": make_national_id()},
        )
        for _ in range(2)
    )
    second.national_id_sealed = first.national_id_sealed
    with pytest.raises(InvalidTag):
        number_of(second, "national_id")
    first.phone_sealed = first.national_id_sealed
    with pytest.raises(InvalidTag):
        number_of(first, "phone")


def test_no_number_lies_in_the_logs_of_the_api(caplog):
    make_region(VILLAGE)
    user = make_user()
    make_post(user=user, code="institution_manager", region=VILLAGE)
    api = ApiClient(user)
    number, phone = make_national_id(), "13712345678"
    with caplog.at_level(logging.DEBUG):
        for body in ({"name": "李雷", "national_id": number, "phone": phone, "region": VILLAGE}, {"name": number}):
            api.post("/residents", body)
        api.post("/residents", {"name": "李四", "national_id": number, "region": VILLAGE})
        for text in (number, phone, number[:17] + "?"):
            api.post("/residents/search", {"q": text})
    messages = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert messages
    assert not any(secret in message for message in messages for secret in (number, phone, "李雷"))
