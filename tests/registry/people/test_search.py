import datetime as dt
import random

import pytest
from django.db import connection

from jiayi.foundation.base.models import new_id
from jiayi.foundation.base.viewer import Nobody
from jiayi.foundation.core.names import comparable_name
from jiayi.registry.people import selectors
from jiayi.registry.people.models import Resident
from jiayi.registry.people.pinyin import pinyin_of
from jiayi.registry.people.selectors.search import SearchKind, recognise
from tests.registry.people import naive
from tests.registry.people.factories import (
    OTHER_VILLAGE,
    VILLAGE,
    make_national_id,
    make_region,
    make_relation,
    make_resident,
    make_viewer,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
FAR_VILLAGE = "420324200201"
SURNAMES = "王李张刘陈杨黄赵吴周单解"
GIVEN = "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超秀霞平刚桂文辉玲燕"


def ids(found):
    return {resident.id for resident in found.residents}


def make_people(count, seed=1, villages=(VILLAGE, OTHER_VILLAGE, FAR_VILLAGE)):
    chooser = random.Random(seed)
    for village in villages:
        make_region(village)
    rows = []
    for _ in range(count):
        name = chooser.choice(SURNAMES) + "".join(chooser.choices(GIVEN, k=chooser.choice((1, 2, 2))))
        pinyin, initials = pinyin_of(name)
        rows.append(
            Resident(
                name=name,
                name_key=comparable_name(name),
                name_pinyin=pinyin,
                name_initials=initials,
                sex="male",
                birth_date=dt.date(1950, 1, 1) + dt.timedelta(days=chooser.randrange(25_000)),
                region_id=chooser.choice(villages),
            )
        )
    return Resident.objects.bulk_create(rows)


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("11010519491231002x", SearchKind.NATIONAL_ID, "11010519491231002X"),
        (" １１０１０５４９１２３１００２ ", SearchKind.NATIONAL_ID, "11010519491231002X"),
        ("+86 138-1234-5678", SearchKind.PHONE, "13812345678"),
        ("42032410122800017", SearchKind.ARCHIVE_NUMBER, "42032410122800017"),
        ("ZXM", SearchKind.INITIALS, "zxm"),
        ("Zhang  xiao", SearchKind.PINYIN, "zhang xiao"),
        ("张 小", SearchKind.NAME, "张小"),
        ("买买提•艾力", SearchKind.NAME, "买买提·艾力"),
        ("z", SearchKind.NAME, "z"),
        ("\x00 ", SearchKind.NOTHING, ""),
        ("", SearchKind.NOTHING, ""),
    ],
)
def test_a_text_is_recognised_for_what_it_is(text, kind, wanted):
    assert recognise(text, TODAY) == (kind, wanted)


def test_exact_numbers_find_one_person_in_the_scope_and_nobody_outside():
    number = make_national_id()
    archive = f"{VILLAGE}00009"
    resident = make_resident(number=number, phone="13812345678", archive_number=archive)
    for text in (number, number.lower(), "138 1234 5678", archive):
        assert ids(selectors.search(make_viewer("420324"), text, on=TODAY)) == {resident.id}
        assert ids(selectors.search(make_viewer(OTHER_VILLAGE), text, on=TODAY)) == set()
        assert ids(selectors.search(Nobody(), text, on=TODAY)) == set()


def test_the_archive_number_of_a_merged_record_finds_the_one_that_was_kept():
    kept = make_resident()
    make_resident(archive_number=f"{VILLAGE}00002", number=None, merged_into=kept)
    assert ids(selectors.search(make_viewer(), f"{VILLAGE}00002", on=TODAY)) == {kept.id}
    assert ids(selectors.search(make_viewer(), "张小明", on=TODAY)) == {kept.id}


@pytest.mark.parametrize(
    "text", ["王", "王伟", "伟", "芳芳", "小", "明超", "zxm", "wwf", "sw", "zhang", "xie wen", "dan"]
)
def test_search_finds_what_the_naive_twin_finds(text):
    people = make_people(400)
    team = new_id()
    outside = [person for person in people if person.region_id == FAR_VILLAGE][:40]
    for person in outside[:30]:
        make_relation(person, team)
    for person in outside[30:]:
        make_relation(person, team, until=TODAY - dt.timedelta(days=1))
    viewer = make_viewer(VILLAGE, places=(team,))
    kind, wanted = recognise(text, TODAY)
    found = selectors.search(viewer, text, on=TODAY, limit=1000)
    assert ids(found) == naive.find((VILLAGE,), {person.id for person in outside[:30]}, kind, wanted)
    assert not found.more


def test_search_is_bounded_names_that_begin_so_come_first_and_it_says_that_there_are_more():
    for number in range(60):
        make_resident(name=f"李明{'甲乙丙丁戊己庚辛壬癸'[number % 10]}", number=None)
    inside = make_resident(name="王李明", number=None)
    found = selectors.search(make_viewer(), "李明", on=TODAY)
    assert (len(found.residents), found.more) == (50, True)
    assert inside.id not in ids(found)
    assert selectors.search(make_viewer(), "李明", on=TODAY, limit=100).residents[-1] == inside


def plan_of(queryset):
    with connection.cursor() as cursor:
        sql, parameters = queryset.query.sql_with_params()
        cursor.execute(f"explain {sql}", parameters)
        return "\n".join(row[0] for row in cursor.fetchall())


def searched_plans(viewer, text):
    """The plans of the queries that a search runs."""
    plans = []

    def explaining(execute, sql, parameters, many, context):
        if sql.startswith("SELECT") and "people_resident" in sql:
            with connection.connection.cursor() as cursor:
                cursor.execute("explain " + sql, parameters)
                plans.append("\n".join(row[0] for row in cursor.fetchall()))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(explaining):
        selectors.search(viewer, text, on=TODAY)
    return plans


SEARCHES = {
    "11010519491231002X": "resident_national_id_once",
    "13812345678": "resident_phone",
    "42032410122800017": "resident_archive_number_once",
    "jgn": "resident_initials",
    "王伟超": "resident_name_prefix",
    "娜敏": "resident_name_characters",
}


def test_each_kind_of_search_and_a_page_of_a_village_walk_their_index_and_never_the_table():
    make_people(4000)
    with connection.cursor() as cursor:
        cursor.execute("analyze people_resident")
    for prefix in ("420324", FAR_VILLAGE):
        plans = {text: "\n".join(searched_plans(make_viewer(prefix), text)) for text in SEARCHES}
        assert [plan for plan in plans.values() if "Seq Scan on people_resident" in plan] == []
        # A village has few people: what rolled-back tests left in the table may make its own index the cheaper one.
        others = {"resident_listing"} if prefix == FAR_VILLAGE else set()
        walked = {text: {SEARCHES[text], *others} for text in SEARCHES}
        assert [text for text, plan in plans.items() if not any(index in plan for index in walked[text])] == []
    page = plan_of(selectors.residents(make_viewer(VILLAGE), on=TODAY)[:50])
    assert "resident_listing" in page and "Sort" not in page


def test_a_search_takes_the_same_queries_for_one_and_for_many(django_assert_num_queries):
    make_people(300)
    viewer = make_viewer("420324")
    with django_assert_num_queries(1):
        found = selectors.search(viewer, "王", on=TODAY, limit=5)
        assert [resident.region.name for resident in found.residents]
    with django_assert_num_queries(2):
        found = selectors.search(viewer, "伟", on=TODAY)
        assert [resident.region.name for resident in found.residents]
