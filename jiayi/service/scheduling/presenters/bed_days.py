"""Months of elderly-care beds in words."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext, gettext_noop

from jiayi.foundation.ui.cards import stat_cards
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort
from jiayi.service.scheduling.selectors import BedMonth

from .monthly import month_and_place

FEN = 100
BED_COLUMNS = [
    Column(gettext_noop("月份"), itemgetter("month")),
    Column(gettext_noop("机构"), itemgetter("institution")),
    Column(gettext_noop("占用床日"), itemgetter("days"), "quantity"),
    Column(gettext_noop("入住人数"), itemgetter("residents"), "quantity"),
    Column(gettext_noop("每床日补助（元）"), itemgetter("rate")),
    Column(gettext_noop("补助金额（元）"), itemgetter("amount")),
]


def bed_list(rows: Sequence[BedMonth]) -> ListSpec:
    """What months can be narrowed and sorted by."""
    return ListSpec(
        filters=month_and_place(rows),
        sorts=(
            Sort("month", gettext_noop("月份"), ("-month", "institution")),
            Sort("days", gettext_noop("占用床日"), ("-days", "-month")),
        ),
    )


def bed_row(row: BedMonth) -> dict[str, Any]:
    """A line of the table and of its file."""
    return {
        "month": row.month.strftime("%Y-%m"),
        "institution": row.institution,
        "days": row.days,
        "residents": row.residents,
        "rate": "—" if row.rate_fen is None else f"{row.rate_fen / FEN:.2f}",
        "amount": "—" if row.fen is None else f"{row.fen / FEN:,.2f}",
    }


def bed_totals(rows: Sequence[BedMonth]) -> list[dict[str, Any]]:
    """The figures above the table."""
    amount = sum(row.fen or 0 for row in rows)
    cards = (
        (gettext("占用床日"), f"{sum(row.days for row in rows):,}", "bed", "azure"),
        (gettext("补助金额（元）"), f"{amount / FEN:,.2f}", "coin", "green"),
    )
    return stat_cards(cards)
