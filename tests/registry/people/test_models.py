import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from jiayi.registry.people.models import ArchiveSerial, Resident
from jiayi.registry.people.terms import DWELLING, Ethnicity
from tests.registry.people.factories import make_group, make_national_id, make_relation, make_resident

pytestmark = pytest.mark.django_db


def refused(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


def test_an_identity_number_belongs_to_one_record_that_is_not_merged():
    number = make_national_id()
    first = make_resident(number=number)
    with refused("resident_national_id_once"), transaction.atomic():
        make_resident(number=number)
    other = make_resident(number=None)
    Resident.objects.filter(id=first.id).update(merged_into=other)
    make_resident(number=number)


def test_archive_numbers_are_unique_and_serials_have_five_digits():
    make_resident(archive_number="42032410122800001")
    with refused("resident_archive_number_once"), transaction.atomic():
        make_resident(archive_number="42032410122800001")
    with refused("archive_serial_has_five_digits"), transaction.atomic():
        ArchiveSerial.objects.create(region_code="420324101228", last_serial=100_000)


def test_a_group_is_open_once_and_ends_after_it_began():
    resident = make_resident()
    make_group(resident, "diabetes", until=dt.date(2025, 6, 1))
    make_group(resident, "diabetes")
    with refused("group_membership_open_once"), transaction.atomic():
        make_group(resident, "diabetes")
    with refused("group_membership_ends_after_start"), transaction.atomic():
        make_group(resident, "stroke", until=dt.date(2024, 12, 31))


def test_a_care_relation_is_open_once_also_without_a_subject():
    resident = make_resident()
    team = resident.id
    make_relation(resident, team, until=dt.date(2026, 2, 1))
    make_relation(resident, team)
    with refused("care_relation_open_once"), transaction.atomic():
        make_relation(resident, team)


def test_a_row_that_is_copied_in_may_leave_out_what_has_a_default():
    resident = make_resident(name="李四")
    copied = """insert into people_resident (id, created_at, updated_at, name, name_key, name_pinyin, name_initials,
        sex, birth_date, region_code, address, relation_to_head, residence_kind)
        select gen_random_uuid(), now(), now(), '王五', '王五', 'wang wu', 'ww',
        'male', '1990-01-01', region_code, '', '', 'registered' from people_resident where id = %s"""
    with connection.cursor() as cursor:
        cursor.execute(copied, [resident.id])
    row = Resident.objects.get(name_key="王五")
    assert (row.version, row.status, row.payment_kinds, bytes(row.phone_sealed)) == (1, "living_here", [], b"")


def test_there_are_56_ethnic_groups_and_their_labels_are_read_with_and_without_the_ending():
    assert len(Ethnicity) == 56
    assert Ethnicity.of_label("土家族") == Ethnicity.of_label("土家") == "tujia"
    assert Ethnicity.of_label("外星族") == ""


def test_every_code_list_of_a_dwelling_has_labels_in_both_languages():
    for codes in DWELLING.values():
        assert all(code.label("zh-hans") and code.label("en") for code in codes)
