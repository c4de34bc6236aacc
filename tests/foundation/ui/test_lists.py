"""Lists filter, sort and page by key, and their addresses hold no personal data."""

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from jiayi.foundation.jobs.models import JobRun
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, date_filter, flag_filter, list_page, page

SPEC = ListSpec(
    sorts=(Sort("done", "完成", ("-done", "-id")), Sort("kind", "类别", ("kind", "id"))),
    filters=(
        choice_filter("state", "状态", [("waiting", "等待"), ("running", "进行")]),
        date_filter("from", "起始", "created_at__date__gte"),
        flag_filter("failed", "只看失败", lambda rows, _: rows.exclude(error_code="")),
    ),
)


@pytest.fixture
def runs(db):
    JobRun.objects.bulk_create(
        JobRun(kind=f"k{n % 7}", done=n // 3, state="running" if n % 2 else "waiting", error_code="E" * (n % 5 == 0))
        for n in range(70)
    )
    return JobRun.objects.all()


def pages(query: str, rows) -> list:
    """Every page that following "next" leads to."""
    found = [list_page(SPEC, rows, QueryDict(query))]
    while found[-1].next_cursor:
        found.append(list_page(SPEC, rows, QueryDict(f"{query}&cursor={found[-1].next_cursor}")))
    return found


@pytest.mark.parametrize(
    "sort, order", [("done", ("-done", "-id")), ("-done", ("done", "id")), ("kind", ("kind", "id"))]
)
def test_following_next_meets_every_row_once_in_order(runs, sort, order):
    met = [row.pk for each in pages(f"sort={sort}", runs) for row in each.rows]
    assert met == list(runs.order_by(*order).values_list("pk", flat=True))


def test_previous_leads_back_over_the_same_pages(runs):
    first, second, third = pages("", runs)
    assert not first.previous_cursor and third.previous_cursor and not third.next_cursor
    back = list_page(SPEC, runs, QueryDict(f"cursor={third.previous_cursor}"))
    assert [row.pk for row in back.rows] == [row.pk for row in second.rows]
    start = list_page(SPEC, runs, QueryDict(f"cursor={back.previous_cursor}"))
    assert [row.pk for row in start.rows] == [row.pk for row in first.rows]
    assert not start.previous_cursor and start.next_cursor == first.next_cursor


@pytest.mark.parametrize("cursor", ["x", "%%%", "YWFiYw", "YTAxOTMtYmFk", "Yg", "5Lit"])
def test_a_foreign_cursor_leads_to_the_first_page(runs, cursor):
    found = list_page(SPEC, runs, QueryDict(f"cursor={cursor}"))
    assert [row.pk for row in found.rows] == [row.pk for row in pages("", runs)[0].rows]


def test_a_cursor_of_a_row_outside_the_viewers_scope_leads_to_the_first_page(runs):
    hidden = pages("", runs)[0]
    mine = runs.filter(done__lt=5)
    found = list_page(SPEC, mine, QueryDict(f"cursor={hidden.next_cursor}"))
    assert found.rows[0].done == 4 and not found.previous_cursor


def test_only_declared_filters_and_values_narrow_the_list(runs):
    assert list_page(SPEC, runs, QueryDict("state=waiting")).count == 35
    assert list_page(SPEC, runs, QueryDict("state=nonsense&kind=k1&done=3")).count == 70
    assert list_page(SPEC, runs, QueryDict("failed=1")).count == 14
    assert list_page(SPEC, runs, QueryDict("from=2999-01-01")).count == 0
    assert list_page(SPEC, runs, QueryDict("from=soon")).count == 70


def test_an_order_that_is_not_offered_is_the_usual_one(runs):
    found = list_page(SPEC, runs, QueryDict("sort=password"))
    assert found.sort.name == "done" and found.sort_state("done")["aria"] == "descending"
    assert found.sort_state("done")["url"] == "?sort=-done"
    assert found.sort_state("kind")["aria"] == "none"


def test_filters_in_force_are_named_and_can_be_left_out(runs):
    found = list_page(SPEC, runs, QueryDict("state=waiting&size=50&cursor=zzz"))
    assert found.size == 50
    assert found.chips == [{"label": "状态", "value": "等待", "url": "?size=50"}]
    assert found.filter_words == "状态 等待"


def test_counting_stops_at_the_limit(runs, monkeypatch):
    monkeypatch.setattr(page, "COUNT_LIMIT", 60)
    found = list_page(SPEC, runs, QueryDict())
    assert found.count == 61 and found.count_text == "60+"


def test_a_page_takes_two_queries_and_a_further_one_three(runs, django_assert_num_queries):
    with django_assert_num_queries(2):
        first = list_page(SPEC, runs, QueryDict())
    with django_assert_num_queries(3):
        list_page(SPEC, runs, QueryDict(f"cursor={first.next_cursor}"))


def test_paging_never_counts_off_rows(runs, django_assert_num_queries):
    second = list_page(SPEC, runs, QueryDict()).next_cursor
    with django_assert_num_queries(3) as queries:
        list_page(SPEC, runs, QueryDict(f"cursor={second}"))
    assert not any("OFFSET" in query["sql"] for query in queries)


def test_every_row_is_read_for_an_export_in_the_lists_order(runs):
    found = list_page(SPEC, runs, QueryDict("state=running&sort=kind"))
    assert list(found.every_row()) == list(runs.filter(state="running").order_by("kind", "id"))


def test_the_parts_of_a_list_render(runs):
    request = RequestFactory().get("/runs/?state=waiting")
    found = list_page(SPEC, runs, request.GET)
    template = Template(
        "{% load ui_tags ui_lists %}{% include 'ui/components/filters.html' %}{% include 'ui/components/chips.html' %}"
        "{% sort_header page 'done' number=True %}{% include 'ui/components/pager.html' %}"
    )
    shown = template.render(Context({"page": found, "request": request}))
    assert 'aria-sort="descending"' in shown and 'value="waiting" selected' in shown
    assert "共 35 条" in shown and 'rel="next"' in shown and "style=" not in shown
