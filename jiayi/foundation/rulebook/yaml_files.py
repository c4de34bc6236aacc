"""Reading YAML 1.2 files; days stay the texts they are, so an impossible one is judged where it is used."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode

from jiayi.foundation.rulebook.errors import BAD_FILE, RulebookError

SUFFIXES = (".yaml", ".yml")


class _PlainConstructor(SafeConstructor):
    """Builds strings, numbers, booleans, lists and maps, and nothing else."""


def _day_as_text(constructor: SafeConstructor, node: ScalarNode) -> str:
    return str(node.value)


_PlainConstructor.add_constructor("tag:yaml.org,2002:timestamp", _day_as_text)


def read_documents(path: Path) -> list[Any]:
    """Every document of a file; a file that cannot be read or is no YAML is one coded error."""
    try:
        return _documents(path.read_bytes().decode("utf-8"))
    except (YAMLError, ValueError, RecursionError, OSError) as error:
        raise RulebookError(BAD_FILE, f"{path.name}: {error}", path=str(path)) from error


@lru_cache(maxsize=512)
def _documents(text: str) -> list[Any]:
    """Parsed once for the same text: reading YAML is the slow part, and nobody changes what was read."""
    reader = YAML(typ="safe", pure=True)
    reader.Constructor = _PlainConstructor
    return list(reader.load_all(text))


def read_document(path: Path) -> Any:
    """The one document of a file."""
    documents = read_documents(path)
    if len(documents) != 1:
        raise RulebookError(BAD_FILE, f"{path.name}: one document expected", path=str(path))
    return documents[0]


def yaml_files(folder: Path) -> Iterator[Path]:
    """The YAML files in a folder and below, in the order of their paths."""
    return iter(sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file()))
