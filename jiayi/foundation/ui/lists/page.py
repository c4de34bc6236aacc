"""One page of a list, as a template shows it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext

from .filters import Filter
from .keyset import AFTER, BEFORE, cursor, read_cursor, reversed_order, rows_beyond

COUNT_LIMIT = 10_000
PAGE_SIZES = (25, 50, 100)


@dataclass(frozen=True)
class Sort:
    """An order that a list offers; the last field is unique, no field may be null."""

    name: str
    label: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class ListSpec:
    """What a list can be narrowed and sorted by; the first sort is the usual one."""

    sorts: tuple[Sort, ...]
    filters: tuple[Filter, ...] = ()


@dataclass
class ListPage:
    """The rows of one page, and what the filters, headings and pager need."""

    spec: ListSpec
    parameters: QueryDict
    rows: list[Any]
    matching: QuerySet
    sort: Sort
    is_reversed: bool
    size: int
    count: int
    next_cursor: str = ""
    previous_cursor: str = ""
    values: dict[str, str] = field(default_factory=dict)

    @property
    def count_text(self) -> str:
        """The number of rows, "10,000+" where there are more."""
        return f"{COUNT_LIMIT:,}+" if self.count > COUNT_LIMIT else f"{self.count:,}"

    @property
    def sizes(self) -> tuple[int, ...]:
        return PAGE_SIZES

    @property
    def chips(self) -> list[dict[str, str]]:
        """The filters in force, in words, each with the address that leaves it out."""
        active = [each for each in self.spec.filters if each.name in self.values]
        return [
            {
                "label": each.title,
                "value": each.words(self.values[each.name]),
                "url": self.query(**{each.name: None}),
            }
            for each in active
        ]

    @property
    def filter_words(self) -> str:
        """The filters in force as one line, for the head of an export."""
        parts = [f"{chip['label']} {chip['value']}".strip() for chip in self.chips]
        return "；".join(parts) or gettext("全部")

    def query(self, **changes: object) -> str:
        """This page's query string with changes; a changed filter or order begins at the first page again."""
        parameters = self.parameters.copy()
        parameters.pop("cursor", None)
        for name, value in changes.items():
            parameters.pop(name, None)
            if value not in (None, ""):
                parameters[name] = str(value)
        return f"?{parameters.urlencode()}"

    def sort_state(self, name: str) -> dict[str, str]:
        """A heading's address and its `aria-sort`; a second click turns the order round."""
        sort = next(each for each in self.spec.sorts if each.name == name)
        if sort is not self.sort:
            return {"label": gettext(sort.label), "url": self.query(sort=name), "aria": "none", "icon": "arrows-sort"}
        descending = sort.fields[0].startswith("-") != self.is_reversed
        return {
            "label": gettext(sort.label),
            "url": self.query(sort=name if self.is_reversed else f"-{name}"),
            "aria": "descending" if descending else "ascending",
            "icon": "sort-descending" if descending else "sort-ascending",
        }

    def show(self, present: Callable[[Any], Any]) -> "ListPage":
        """Replace each row by what a presenter makes of it."""
        self.rows = [present(row) for row in self.rows]
        return self

    def every_row(self) -> Iterator[Any]:
        """All matching rows in this order, read in portions, for an export."""
        return self.matching.order_by(*in_order_of(self.sort, self.is_reversed)).iterator(chunk_size=2000)


def list_page(
    spec: ListSpec,
    rows: QuerySet,
    parameters: QueryDict | Mapping[str, str],
    *,
    parts: Sequence[Q] = (Q(),),
    count: int | None = None,
) -> ListPage:
    """The page of rows (already narrowed to what the viewer may see) that the address asks for.

    Where rows are reached by one condition or another, `parts` are these conditions with nothing in common: each is
    counted from its index, while all at once PostgreSQL would read the table from where another reader is just now.
    `count`: how many match, where the caller has counted them.
    """
    parameters = query_of(parameters)
    values, matching = narrowed(spec, rows, parameters)
    sort, is_reversed = chosen_sort(spec, parameters.get("sort", ""))
    size = chosen_size(parameters)
    page = ListPage(
        spec=spec,
        parameters=parameters,
        rows=[],
        matching=matching,
        sort=sort,
        is_reversed=is_reversed,
        size=size,
        count=_count(matching.order_by(), parts) if count is None else count,
        values=values,
    )
    _fill(page, rows, in_order_of(sort, is_reversed))
    return page


def _count(matching: QuerySet, parts: Sequence[Q]) -> int:
    count = 0
    for part in parts:
        count += matching.filter(part)[: COUNT_LIMIT + 1 - count].count()
        if count > COUNT_LIMIT:
            break
    return count


def query_of(parameters: QueryDict | Mapping[str, str]) -> QueryDict:
    """The address's parameters, however a test or a view gives them."""
    if isinstance(parameters, QueryDict):
        return parameters
    query = QueryDict(mutable=True)
    query.update(dict(parameters))
    return query


def narrowed(spec: ListSpec, rows: Any, parameters: QueryDict) -> tuple[dict[str, str], Any]:
    """The filters that the address names, and what they leave of the rows."""
    values = {}
    for each in spec.filters:
        text = parameters.get(each.name, "")
        value = each.read(text) if text else None
        if value is not None:
            values[each.name] = text
            rows = each.apply(rows, value)
    return values, rows


def chosen_sort(spec: ListSpec, text: str) -> tuple[Sort, bool]:
    """The order of a name with or without a minus, and whether it is turned round; the usual one for any other."""
    name, is_reversed = text.removeprefix("-"), text.startswith("-")
    for sort in spec.sorts:
        if sort.name == name:
            return sort, is_reversed
    return spec.sorts[0], False


def chosen_size(parameters: QueryDict) -> int:
    """How many rows a page holds; the usual number unless another of PAGE_SIZES is asked for."""
    return next((each for each in PAGE_SIZES if str(each) == parameters.get("size")), PAGE_SIZES[0])


def in_order_of(sort: Sort, is_reversed: bool) -> tuple[str, ...]:
    """The fields of an order as it is asked for."""
    return reversed_order(sort.fields) if is_reversed else sort.fields


def _fill(page: ListPage, visible: QuerySet, order: Sequence[str]) -> None:
    """Read one row more than the page shows: whether it comes tells whether there is a further page."""
    direction, values = _place(page.parameters.get("cursor", ""), visible, order)
    backward = direction == BEFORE
    read_order = reversed_order(order) if backward else tuple(order)
    found = page.matching if values is None else rows_beyond(page.matching, read_order, values)
    rows = list(found.order_by(*read_order)[: page.size + 1])
    has_more = len(rows) > page.size
    rows = rows[: page.size]
    page.rows = rows[::-1] if backward else rows
    if page.rows:
        if has_more or backward:
            page.next_cursor = cursor(AFTER, page.rows[-1].pk)
        if (has_more and backward) or (values is not None and not backward):
            page.previous_cursor = cursor(BEFORE, page.rows[0].pk)


def _place(text: str, visible: QuerySet, order: Sequence[str]) -> tuple[str, tuple | None]:
    """The cursor's direction and the sorting values of its row; the beginning where the row is gone."""
    place = read_cursor(text) if text else None
    if place is None:
        return AFTER, None
    try:
        values = visible.filter(pk=place[1]).values_list(*(field.removeprefix("-") for field in order)).first()
    except (ValueError, ValidationError):
        values = None
    return (place[0], values) if values else (AFTER, None)
