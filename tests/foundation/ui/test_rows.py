"""Lists over rows in memory: sorted, narrowed, and paged without gap or repetition."""

from dataclasses import dataclass

import pytest

from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, rows_page


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    share: float | None


ROWS = [
    Row(number, f"第{number % 7}队", None if number % 10 == 0 else (number * 37 % 100) / 100) for number in range(60)
]
SPEC = ListSpec(
    filters=(
        choice_filter(
            "name", "名称", [("第1队", "第1队")], apply=lambda rows, name: [row for row in rows if row.name == name]
        ),
    ),
    sorts=(Sort("share", "比例", ("-share", "name", "id")), Sort("name", "名称", ("name", "id"))),
)


def walk(parameters: dict[str, str], step: str = "next_cursor") -> list[list[Row]]:
    pages, cursor = [], parameters.get("cursor", "")
    while True:
        page = rows_page(SPEC, ROWS, parameters | {"cursor": cursor})
        pages.append(page.rows)
        cursor = getattr(page, step)
        if not cursor:
            return pages


@pytest.mark.parametrize("sort", ["share", "-share", "name", "-name"])
def test_pages_follow_one_another_without_gap_or_repetition(sort):
    walked = [row for page in walk({"sort": sort}) for row in page]
    assert walked == list(rows_page(SPEC, ROWS, {"sort": sort}).every_row())
    assert sorted(row.id for row in walked) == list(range(60))


def test_the_largest_stand_first_and_what_has_no_value_last_either_way():
    down = list(rows_page(SPEC, ROWS, {}).every_row())
    up = list(rows_page(SPEC, ROWS, {"sort": "-share"}).every_row())
    known = [row.share for row in down if row.share is not None]
    assert known == sorted(known, reverse=True)
    assert [row.share for row in up[:54]] == sorted(known)
    assert all(row.share is None for row in [*down[54:], *up[54:]])


def test_going_back_shows_the_pages_again():
    second = rows_page(SPEC, ROWS, {"cursor": rows_page(SPEC, ROWS, {}).next_cursor})
    assert rows_page(SPEC, ROWS, {"cursor": second.previous_cursor}).rows == rows_page(SPEC, ROWS, {}).rows


def test_a_filter_narrows_and_a_foreign_cursor_leads_to_the_first_page():
    page = rows_page(SPEC, ROWS, {"name": "第1队", "cursor": "unsinn", "size": "50"})
    assert {row.name for row in page.rows} == {"第1队"} and page.count == len(page.rows) and page.size == 50
    assert not page.previous_cursor and page.filter_words == "名称 第1队"
