"""Chinese text that reaches users without passing a translation."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from .messages import FUNCTIONS, called_name
from .rooms import Room

_CHINESE = re.compile(r"[\u3400-\u9fff]")
# Rooms whose Chinese is data: names, the words of documents, what rosters say, what a demo county is called.
DATA_ROOMS = {"foundation/core", "foundation/rulebook", "demo"}
# Names shown only to developers, and pages that carry both languages at once.
EXEMPT_FILES = {"apps.py", "500.html", "old_browser.html"}
# Methods that take text apart; what they are given is not shown.
READING = {"endswith", "partition", "removeprefix", "removesuffix", "replace", "split", "startswith", "strip"}
# A line of code that ends with this comment holds data, such as what a roster's heading may say.
MARK = "# data, not for translation"

_TEMPLATE_PARTS_AWAY = [
    re.compile(r"\{%\s*comment.*?endcomment\s*%\}", re.DOTALL),
    re.compile(r"\{#.*?#\}"),
    re.compile(r"\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}", re.DOTALL),
    re.compile(r"\{%\s*trans(?:late)?\b.*?%\}"),
    re.compile(r"""_\((?:"[^"]*"|'[^']*')\)"""),
    re.compile(r'<(\w+)[^>]*\blang="zh-hans"[^>]*>.*?</\1>', re.DOTALL),
]


def untranslated_texts(room: Room) -> list[str]:
    """Places of the room, "file:line: text", where Chinese stands outside of a translation."""
    if room.name in DATA_ROOMS:
        return []
    return [
        f"{path.relative_to(room.folder.parent)}:{line}: {text}"
        for path in room.sources()
        if path.name not in EXEMPT_FILES
        for line, text in _texts(path)
    ]


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    source = path.read_text("utf-8")
    return _texts_of_module(source) if path.suffix == ".py" else _texts_of_template(source)


def _texts_of_template(source: str) -> Iterator[tuple[int, str]]:
    for pattern in _TEMPLATE_PARTS_AWAY:
        source = pattern.sub(lambda found: "\n" * found.group().count("\n"), source)
    for number, line in enumerate(source.splitlines(), 1):
        if _CHINESE.search(line):
            yield number, line.strip()


def _texts_of_module(source: str) -> Iterator[tuple[int, str]]:
    tree, lines = ast.parse(source), source.splitlines()
    allowed = {id(node) for node in _allowed(tree)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)) or id(node) in allowed:
            continue
        marked = MARK in lines[node.lineno - 1] or MARK in lines[(node.end_lineno or node.lineno) - 1]
        if _CHINESE.search(node.value) and not marked:
            yield node.lineno, node.value


def _allowed(tree: ast.Module) -> Iterator[ast.AST]:
    """Constants whose Chinese is right where it stands: docstrings, messages, and pairs of both languages."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.Call):
            yield from _allowed_arguments(node)
        elif isinstance(node, ast.Dict):
            yield from _chinese_values(node)
        elif isinstance(node, ast.Tuple):
            yield from _pairs(node)


def _allowed_arguments(node: ast.Call) -> Iterator[ast.AST]:
    """Of a translating function; of one that reads text; and `text_zh=…`."""
    if called_name(node) in FUNCTIONS.keys() | READING:
        yield from node.args
    for keyword in node.keywords:
        if (keyword.arg or "").endswith("zh"):
            yield from ast.walk(keyword.value)


def _chinese_values(node: ast.Dict) -> Iterator[ast.AST]:
    """`{"text_zh": …}` and `{"text": …, "text_en": …}`."""
    names = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
    for name, value in zip(names, node.values, strict=True):
        if str(name).endswith("zh") or f"{name}_en" in names:
            yield from ast.walk(value)


def _pairs(node: ast.Tuple) -> Iterator[ast.AST]:
    """`"中文", "English"` side by side, as members of a Choice and words of a reason are written."""
    for chinese, english in pairwise(node.elts):
        if _is_text(chinese) and _is_text(english) and not _CHINESE.search(ast.unparse(english)):
            yield from ast.walk(chinese)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
