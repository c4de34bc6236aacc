"""Laws that must hold when many act at once; each test shows that it would see the law broken."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from jiayi.foundation.base.errors import CodedError
from jiayi.registry.people import services
from jiayi.registry.people.models import ArchiveSerial, PersonLookup, Resident
from tests.registry.people.factories import VILLAGE, make_national_id, make_region, make_resident, make_viewer

TODAY = dt.date(2026, 11, 22)
THREADS = 8


def at_once(act, arguments):
    """What act answers for each argument, all begun at the same moment; a refusal is its code."""
    barrier = threading.Barrier(len(arguments))

    def run(argument):
        try:
            barrier.wait()
            return act(argument)
        except CodedError as error:
            return error.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(run, arguments))


def register(number):
    entered = {"name": "张小明", "national_id": number}
    return services.register_resident(by=make_viewer("420324"), on=TODAY, region_code=VILLAGE, entered=entered)


@pytest.mark.django_db(transaction=True)
def test_one_number_is_registered_once_however_many_try():
    make_region(VILLAGE)
    answers = at_once(register, [make_national_id()] * THREADS)
    assert answers.count("E_DUPLICATE_NUMBER") == THREADS - 1
    assert Resident.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_one_number_would_be_registered_many_times():
    make_region(VILLAGE)
    constraint = next(each for each in Resident._meta.constraints if each.name == "resident_national_id_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Resident, constraint)
    try:
        at_once(register, [make_national_id()] * THREADS)
        assert Resident.objects.count() > 1
    finally:
        Resident.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Resident, constraint)


@pytest.mark.django_db(transaction=True)
def test_archive_numbers_are_given_once_and_without_gaps():
    make_region(VILLAGE)
    residents = at_once(register, [make_national_id() for _ in range(THREADS * 3)])
    numbers = sorted(resident.archive_number[-5:] for resident in residents)
    assert numbers == [f"{serial:05d}" for serial in range(1, THREADS * 3 + 1)]
    assert ArchiveSerial.objects.get().last_serial == THREADS * 3


@pytest.mark.django_db(transaction=True)
def test_of_simultaneous_changes_of_one_version_one_is_saved():
    resident = make_resident()

    def change(address):
        return services.change_resident(
            by=make_viewer(), resident_id=resident.id, version=1, entered={"address": address}, on=TODAY
        )

    answers = at_once(change, [f"{number}组" for number in range(THREADS)])
    assert answers.count("E_CHANGED_MEANWHILE") == THREADS - 1
    saved = next(answer for answer in answers if answer != "E_CHANGED_MEANWHILE")
    assert Resident.objects.get().address == saved.address


@pytest.mark.django_db(transaction=True)
def test_household_numbers_are_given_once():
    make_region(VILLAGE)

    def make(_):
        return services.register_household(by=make_viewer("420324"), region_code=VILLAGE).number

    numbers = at_once(make, range(THREADS))
    assert sorted(numbers) == [f"{VILLAGE}{serial:05d}" for serial in range(1, THREADS + 1)]


@pytest.mark.django_db(transaction=True)
def test_the_limit_on_lookups_holds_for_simultaneous_ones(settings):
    settings.PERSON_LOOKUP_LIMITS = [(3, 3600)]
    doctor = make_viewer()

    def look_up(number):
        return services.find_by_national_id(by=doctor, number=number, reason="emergency", explanation="急诊")

    answers = at_once(look_up, [make_national_id() for _ in range(THREADS)])
    assert answers.count("E_LOOKUP_LIMIT") == THREADS - 3
    assert PersonLookup.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_mergers_of_one_record_at_once_make_one():
    residents = [make_resident(number=None) for _ in range(3)]
    merged = residents[0]

    def merge(kept):
        return services.merge_residents(
            by=make_viewer(), kept_id=kept.id, merged_id=merged.id, reason="重复建档", on=TODAY, confirmed=True
        )

    answers = at_once(merge, residents[1:])
    assert answers.count("E_MERGE_SAME") == 1
