"""The language of indicators: what it understands, what it refuses, and that its SQL means what it says."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayi.foundation.rulebook import RulebookError
from jiayi.foundation.rulebook.expressions import parse

from .naive_expressions import by_python

KINDS = {"is_signed": "boolean", "is_old": "boolean", "visits": "number", "age": "number", "sex": "text"}
BOOLEANS, NUMBERS = ("is_signed", "is_old"), ("visits", "age")


def _numbers():
    leaves = st.sampled_from(NUMBERS) | st.integers(-3, 90).map(lambda n: f"({n})")
    return st.recursive(
        leaves,
        lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({' '.join(t)})"),
        max_leaves=3,
    )


def _conditions():
    compared = st.tuples(_numbers(), st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), _numbers()).map(" ".join)
    missing = st.tuples(st.sampled_from(list(KINDS)), st.sampled_from(["is None", "is not None"])).map(" ".join)
    leaves = st.sampled_from(BOOLEANS) | compared | missing | st.just("sex == 'male'") | st.just("sex in ('male',)")
    return st.recursive(
        leaves,
        lambda inner: (
            st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({' '.join(t)})")
            | inner.map(lambda one: f"(not ({one}))")
        ),
        max_leaves=5,
    )


ROWS = st.fixed_dictionaries(
    {
        "is_signed": st.sampled_from([True, False, None]),
        "is_old": st.sampled_from([True, False, None]),
        "visits": st.none() | st.integers(0, 9),
        "age": st.none() | st.integers(0, 99),
        "sex": st.sampled_from(["male", "female", None]),
    }
)


@given(_conditions(), ROWS)
def test_the_sql_of_a_condition_says_what_python_says(text, row):
    expression = parse(text, KINDS)
    columns = ", ".join(
        f"CAST(? AS {dict(boolean='BOOLEAN', number='BIGINT', text='VARCHAR')[kind]}) AS {name}"
        for name, kind in KINDS.items()
    )
    found = _DUCK.execute(f"SELECT {expression.sql} FROM (SELECT {columns})", [row[name] for name in KINDS]).fetchone()[
        0
    ]
    assert found is by_python(text, row, KINDS)
    assert expression.columns <= set(KINDS)


_DUCK = duckdb.connect()


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "visits; DROP TABLE fact",
        "visits > 1 > 0",
        "salary > 3",
        "is_signed + 1",
        "visits and is_signed",
        "sex < 'male'",
        'sex == "x\'; --"',
        "[1 for _ in age]",
        "lambda: 1",
        "age if is_old else visits",
        "1e999 > age",
        "age is 3",
        "",
        "(" * 500 + "age" + ")" * 500,
        " and ".join(["is_signed"] * 300),
    ],
)
def test_what_is_not_allowed_is_refused(text):
    with pytest.raises(RulebookError, match="E_EXPRESSION"):
        parse(text, KINDS)


def test_a_condition_counts_rows_and_a_sum_counts_what_it_says():
    assert parse("visits >= 4", KINDS).amount == "CASE WHEN coalesce(visits >= 4, FALSE) THEN 1 ELSE 0 END"
    assert parse("visits", KINDS).amount == "coalesce(visits, 0)"
