"""Foreign keys between rooms point down the house only, and are written as strings."""

import ast
import tomllib
from pathlib import Path

from django.apps import apps

from tests.architecture.house import CHECKOUT, FLOORS, JIAYI, rooms, shown, sources


def rooms_from_the_bottom() -> list[str]:
    """The order that import-linter's contracts give, floor by floor; rooms not built yet are in it too."""
    contracts = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = {contract["containers"][0]: contract["layers"] for contract in contracts if contract["type"] == "layers"}
    return [
        f"jiayi.{floor}.{name.strip(' ()')}"
        for floor in FLOORS
        for level in reversed(layers.get(f"jiayi.{floor}", []))
        for name in level.split("|")
    ]


def test_every_room_has_its_place() -> None:
    assert set(rooms()) <= set(rooms_from_the_bottom())


def test_foreign_keys_point_downwards_only() -> None:
    order = rooms_from_the_bottom()
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_config.name in order
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and is_above(field.related_model, model, order)
    ]
    assert not upward


def is_above(target: type | None, model: type, order: list[str]) -> bool:
    if target is None or target._meta.app_config.name not in order:
        return False
    return order.index(target._meta.app_config.name) > order.index(model._meta.app_config.name)


def test_models_are_not_imported_from_another_room() -> None:
    importing = [
        f"{shown(path)}:{node.lineno} {node.module}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and imports_foreign_models(path, node)
    ]
    assert not importing


def imports_foreign_models(path: Path, node: ast.ImportFrom) -> bool:
    """`from jiayi.registry.people.models import Resident`; base's abstract models and the demo's reading are meant."""
    module = node.module or ""
    names = [f"{module}.{alias.name}" for alias in node.names]
    found = [name for name in [module, *names] if name.startswith("jiayi.") and ".models" in name]
    own = ".".join(path.relative_to(JIAYI.parent).parts[:3])
    is_free = path.is_relative_to(JIAYI / "demo")
    return not is_free and any(not name.startswith((own + ".", "jiayi.foundation.base.models")) for name in found)
