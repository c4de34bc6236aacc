"""Read medicines as a doctor wrote them: which known drug, which strength, how much, how often. What is not plain is
left open for whoever writes the prescription."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_PARTS = re.compile(r"[\n；;。]+")  # data, not for translation
_UNITS = re.compile(r"(?:每次|一次|1次)\s*(\d+(?:\.\d+)?)\s*(?:片|粒|袋|喷|揿)")  # data, not for translation
_NONE = re.compile(r"^(?:无|无用药|不用药|无需用药|无特殊用药|none)?$", re.IGNORECASE)  # data, not for translation
_OFTEN = (
    ("every_other_day", r"隔日|隔天|\bqod\b"),  # data, not for translation
    ("weekly", r"每周(?:一|1)次|\bqw\b"),  # data, not for translation
    ("four_times", r"(?:每日|每天|一日|一天)(?:四|4)次|\bqid\b"),  # data, not for translation
    ("three_times", r"(?:每日|每天|一日|一天)(?:三|3)次|\btid\b"),  # data, not for translation
    ("twice", r"(?:每日|每天|一日|一天)(?:二|两|2)次|\bbid\b"),  # data, not for translation
    ("at_night", r"每晚|睡前|\bqn\b"),  # data, not for translation
    ("daily", r"(?:每日|每天|一日|一天)(?:一|1)次|\bqd\b"),  # data, not for translation
)


@dataclass(frozen=True, slots=True)
class Product:
    """A drug in one form and strength, with the names by which it goes."""

    drug: str
    form: str
    strength: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadItem:
    """What could be read of one medicine; units are those of the form, as text."""

    drug: str
    form: str
    strength: str
    units: str | None
    frequency: str


def names_none(text: str) -> bool:
    """Whether the text says that there is no medicine."""
    return bool(_NONE.match(text.strip().strip("。.")))  # data, not for translation


def read_items(text: str, products: Sequence[Product]) -> list[ReadItem]:
    """The medicines of a text, a part each between line ends, semicolons and full stops; each product once."""
    found: dict[tuple[str, str, str], ReadItem] = {}
    for part in _PARTS.split(text):
        product = _product_in(part, products)
        if product:
            key = (product.drug, product.form, product.strength)
            found.setdefault(key, ReadItem(*key, _units_in(part), _frequency_in(part)))
    return list(found.values())


def _product_in(part: str, products: Sequence[Product]) -> Product | None:
    """The longest name that stands there, in the strength that stands there or its only one."""
    named = [(name, one) for one in products for name in one.names if name and name in part]
    longest = max((len(name) for name, _one in named), default=0)
    fitting = list(dict.fromkeys(one for name, one in named if len(name) == longest))
    of_strength = [one for one in fitting if _plain(one.strength) in _plain(part)]
    return _only(of_strength) or _only(fitting)


def _only(found: Iterable[Product]) -> Product | None:
    rows = list(found)
    return rows[0] if len(rows) == 1 else None


def _units_in(part: str) -> str | None:
    match = _UNITS.search(part)
    return match[1] if match else None


def _frequency_in(part: str) -> str:
    return next((code for code, words in _OFTEN if re.search(words, part, re.IGNORECASE)), "")


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text).lower()
