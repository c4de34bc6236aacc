"""Names for people who do not exist, drawn by published frequencies."""

import functools
import itertools
import random
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

_DATA = Path(__file__).parent / "data" / "names.yaml"
_TWO_CHARACTERS = 0.82  # share of given names with two characters


@dataclass(frozen=True)
class NameStock:
    """Surnames with the running sum of their weights, and characters by sex."""

    surnames: tuple[str, ...]
    weights: tuple[int, ...]
    characters: dict[str, str]


@functools.cache
def name_stock() -> NameStock:
    """The stock of names, read once."""
    data = YAML(typ="safe").load(_DATA.read_text("utf-8"))
    weights = tuple(itertools.accumulate(data["surnames"].values()))
    both = data["both"]
    return NameStock(tuple(data["surnames"]), weights, {"male": data["male"] + both, "female": data["female"] + both})


def surname(rng: random.Random) -> str:
    stock = name_stock()
    return rng.choices(stock.surnames, cum_weights=stock.weights)[0]


def full_name(rng: random.Random, sex: str, family: str = "") -> str:
    """A name of one or two given characters under a family name (drawn when none is given)."""
    characters = name_stock().characters[sex]
    length = 2 if rng.random() < _TWO_CHARACTERS else 1
    return (family or surname(rng)) + "".join(rng.choice(characters) for _ in range(length))
