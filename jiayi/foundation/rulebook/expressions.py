"""The small language of indicators: conditions and sums over described columns, parsed and allow-listed.

It looks like Python: `is_signed and age_years >= 65`, `home_visits >= 4`, `sex in ("female",)`, `last_glucose is None`.
A comparison with a value that is missing is false; a missing yes-or-no is no. Nothing else of Python is understood.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jiayi.foundation.rulebook.errors import BAD_EXPRESSION, RulebookError

BOOLEAN, NUMBER, TEXT = "boolean", "number", "text"
MOST_NODES = 200
GREATEST = 10**9
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "=",
    ast.NotEq: "<>",
}
_SUMS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}


@dataclass(frozen=True)
class Expression:
    """A condition (boolean) or a sum (number), its columns, and the same in the SQL of DuckDB and Spark."""

    text: str
    kind: str
    sql: str
    columns: frozenset[str]

    @property
    def amount(self) -> str:
        """SQL of what one row counts for: 0 or 1 of a condition, the number of a sum."""
        return f"CASE WHEN {self.sql} THEN 1 ELSE 0 END" if self.kind == BOOLEAN else f"coalesce({self.sql}, 0)"


def parse(text: str, columns: Mapping[str, str]) -> Expression:
    """The expression of a text over columns by their kind; E_EXPRESSION for anything that is not allowed."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _refused(text, "it cannot be read") from error
    if sum(1 for _node in ast.walk(tree)) > MOST_NODES:
        raise _refused(text, "it is too long")
    kind, sql = _Reader(text, columns).read(tree.body)
    return Expression(text, kind, sql, frozenset(_names(tree)))


def _names(tree: ast.AST) -> Iterator[str]:
    return (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def _refused(text: str, why: str) -> RulebookError:
    return RulebookError(BAD_EXPRESSION, f"{text!r}: {why}")


class _Reader:
    """Reads one tree; every answer is the kind and the SQL."""

    def __init__(self, text: str, columns: Mapping[str, str]) -> None:
        self.text = text
        self.columns = columns

    def read(self, node: ast.expr) -> tuple[str, str]:
        match node:
            case ast.Constant():
                return self._constant(node)
            case ast.Name():
                return self._column(node)
            case ast.BoolOp():
                word = " AND " if isinstance(node.op, ast.And) else " OR "
                return BOOLEAN, "(" + word.join(self._of(one, BOOLEAN) for one in node.values) + ")"
            case ast.UnaryOp(op=ast.Not()):
                return BOOLEAN, f"(NOT {self._of(node.operand, BOOLEAN)})"
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant() as number):
                return NUMBER, f"(-{self._of(number, NUMBER)})"
            case ast.BinOp() if type(node.op) in _SUMS:
                sign = _SUMS[type(node.op)]
                return NUMBER, f"({self._of(node.left, NUMBER)} {sign} {self._of(node.right, NUMBER)})"
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                return BOOLEAN, self._comparison(left, operator, right)
        raise _refused(self.text, f"{type(node).__name__} is not understood")

    def _of(self, node: ast.expr, kind: str) -> str:
        found, sql = self.read(node)
        if found != kind:
            raise _refused(self.text, f"a {kind} is wanted, not a {found}")
        return sql

    def _constant(self, node: ast.Constant) -> tuple[str, str]:
        value = node.value
        if isinstance(value, bool):
            return BOOLEAN, "TRUE" if value else "FALSE"
        if isinstance(value, int | float) and abs(value) < GREATEST:
            return NUMBER, repr(value)
        if isinstance(value, str) and value.isidentifier():
            return TEXT, f"'{value}'"
        raise _refused(self.text, f"{value!r} is not understood")

    def _column(self, node: ast.Name) -> tuple[str, str]:
        kind = self.columns.get(node.id)
        if kind is None:
            raise _refused(self.text, f"there is no column {node.id}")
        return kind, f"coalesce({node.id}, FALSE)" if kind == BOOLEAN else node.id

    def _comparison(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> str:
        if isinstance(operator, ast.Is | ast.IsNot):
            return self._is_missing(left, right, isinstance(operator, ast.IsNot))
        if isinstance(operator, ast.In) and isinstance(right, ast.Tuple) and right.elts:
            kind, sql = self.read(left)
            return f"coalesce({sql} IN ({', '.join(self._of(one, kind) for one in right.elts)}), FALSE)"
        sign = _COMPARISONS.get(type(operator))
        if sign is None:
            raise _refused(self.text, f"{type(operator).__name__} is not understood")
        kind, sql = self.read(left)
        if kind != NUMBER and not isinstance(operator, ast.Eq | ast.NotEq):
            raise _refused(self.text, "only numbers have an order")
        return f"coalesce({sql} {sign} {self._of(right, kind)}, FALSE)"

    def _is_missing(self, left: ast.expr, right: ast.expr, negated: bool) -> str:
        if not isinstance(left, ast.Name) or not (isinstance(right, ast.Constant) and right.value is None):
            raise _refused(self.text, "`is` compares a column with None")
        self._column(left)
        return f"({left.id} IS {'NOT ' if negated else ''}NULL)"
