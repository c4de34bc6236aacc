"""What a source file asks to have translated."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

# The positions of the texts in each function's arguments: context, singular, plural.
_PLAIN, _PLURAL = (None, 0, None), (None, 0, 1)
_CONTEXT, _CONTEXT_PLURAL = (0, 1, None), (0, 1, 2)
FUNCTIONS = {
    "_": _PLAIN,
    "gettext": _PLAIN,
    "gettext_lazy": _PLAIN,
    "gettext_noop": _PLAIN,
    "ngettext": _PLURAL,
    "ngettext_lazy": _PLURAL,
    "pgettext": _CONTEXT,
    "pgettext_lazy": _CONTEXT,
    "pgettext_noop": _CONTEXT,
    "npgettext": _CONTEXT_PLURAL,
    "npgettext_lazy": _CONTEXT_PLURAL,
}
_STRING = r"""u?(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
_TEMPLATE_CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({_STRING}(?:\s*,\s*{_STRING})*)", re.ASCII)


@dataclass(frozen=True, order=True)
class Message:
    """A text with its context and plural, as a catalogue knows it."""

    text: str
    context: str = ""
    plural: str = ""

    def __str__(self) -> str:
        return f"{self.context}: {self.text}" if self.context else self.text


def messages_of(path: Path) -> set[Message]:
    """All messages of a Python module or a template."""
    source = path.read_text("utf-8")
    if path.suffix == ".py":
        return set(_messages_of_module(ast.parse(source)))
    return set(_messages_of_template(source, path))


def _messages_of_module(tree: ast.Module) -> Iterator[Message]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (places := FUNCTIONS.get(called_name(node))):
            texts = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            yield from _message(places, texts)


def called_name(node: ast.Call) -> str:
    """The bare name of the function that is called: f, module.f."""
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def _messages_of_template(source: str, path: Path) -> Iterator[Message]:
    for name, arguments in _TEMPLATE_CALL.findall(templatize(source, origin=str(path))):
        yield from _message(FUNCTIONS[name], list(ast.literal_eval(f"[{arguments}]")))


def _message(places: tuple[int | None, int, int | None], texts: list) -> Iterator[Message]:
    context, singular, plural = (texts[place] if place is not None and place < len(texts) else "" for place in places)
    if isinstance(singular, str) and singular:
        yield Message(singular, context or "", plural or "")
