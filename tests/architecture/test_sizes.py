"""How large a piece may grow before it must be divided."""

import ast
from pathlib import Path

from tests.architecture.house import shown, sources

FILE_LINES = 400
FUNCTION_LINES = 50
TEMPLATE_LINES = 100


def test_no_file_is_too_long() -> None:
    too_long = [shown(path) for path in sources() if lines_of(path) > FILE_LINES]
    assert not too_long


def test_no_template_is_too_long() -> None:
    too_long = [shown(path) for path in sources(".html") if lines_of(path) > TEMPLATE_LINES]
    assert not too_long


def test_no_function_is_too_long() -> None:
    too_long = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > FUNCTION_LINES
    ]
    assert not too_long, "\n".join(too_long)


def lines_of(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
