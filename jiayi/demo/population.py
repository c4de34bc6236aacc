"""Households of people who do not exist, as rows of a roster; the same for a size and a day, always."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from jiayi.foundation.core.national_id import check_character

from . import names

HEADER = [
    "姓名",
    "性别",
    "证件类型",
    "身份证号",
    "出生日期",
    "民族",
    "联系电话",
    "行政区划代码",
    "现住址",
    "户编号",
    "与户主关系",
    "人群分类",
    "居住类型",
    "居住起始日期",
]
_HOUSEHOLD_SIZES = ((1, 0.22), (2, 0.34), (3, 0.22), (4, 0.13), (5, 0.09))
_PREFIXES = ("134", "136", "138", "139", "150", "151", "158", "173", "180", "186", "189")
_AREAS = ("420324",) * 8 + ("420302", "420321", "610902", "500234")
# Shares of a group among those it can touch: (label, lowest age, highest age, share).
_CONDITIONS = (
    ("高血压", 35, 59, 0.10),
    ("高血压", 60, 110, 0.42),
    ("糖尿病", 40, 110, 0.12),
    ("冠心病", 55, 110, 0.06),
    ("脑卒中", 55, 110, 0.04),
    ("慢阻肺", 50, 110, 0.04),
    ("残疾人", 5, 110, 0.035),
    ("脱贫人口", 0, 110, 0.11),
    ("低保", 0, 110, 0.03),
    ("计划生育特殊家庭", 49, 90, 0.008),
    ("严重精神障碍", 18, 80, 0.006),
    ("肺结核", 15, 90, 0.002),
)


@dataclass(frozen=True)
class Place:
    """A village and how many residents it gets."""

    code: str
    name: str
    residents: int


class Numbers:
    """Identity numbers that no two people share, spread over the sequences of a day."""

    def __init__(self) -> None:
        self._given: Counter[tuple[str, date, str]] = Counter()

    def next(self, area: str, born: date, sex: str) -> str:
        key = (area, born, sex)
        sequence = (self._given[key] * 137 + born.day * 11) % 500 * 2 + (sex == "male")
        self._given[key] += 1
        seventeen = f"{area}{born:%Y%m%d}{sequence:03d}"
        return seventeen + check_character(seventeen)


def roster(rng: random.Random, places: list[Place], on: date) -> Iterator[list[str]]:
    """Roster rows, household by household, village by village."""
    numbers = Numbers()
    for place in places:
        made, household = 0, 0
        while made < place.residents:
            household += 1
            size = min(_pick(rng, _HOUSEHOLD_SIZES), place.residents - made)
            made += size
            yield from _household(rng, numbers, place, household, size, on)


def _household(
    rng: random.Random, numbers: Numbers, place: Place, number: int, size: int, on: date
) -> Iterator[list[str]]:
    family = names.surname(rng)
    address = f"{place.name}{rng.randint(1, 12)}组{number}号"
    code = f"{place.code}{number:05d}"
    since = f"{rng.randint(1990, 2021)}-{rng.randint(1, 12):02d}-01"
    head_sex = "male" if rng.random() < 0.78 else "female"
    for relation, age in _members(rng, size):
        sex = _sex_of(rng, relation, head_sex)
        born = _born(rng, age, on)
        name = names.full_name(rng, sex, "" if relation == "配偶" else family)
        without_number = age == 0 and rng.random() < 0.5
        yield [
            name,
            "男" if sex == "male" else "女",
            "无证件" if without_number else "居民身份证",
            "" if without_number else numbers.next(rng.choice(_AREAS), born, sex),
            born.isoformat(),
            rng.choices(("汉族", "土家族", "回族"), (90, 7, 3))[0],
            _phone(rng) if age >= 12 else "",
            place.code,
            address,
            code,
            relation,
            "；".join(_groups(rng, age, sex)),
            "户籍" if rng.random() < 0.93 else "非户籍",
            born.isoformat() if born.isoformat() > since else since,
        ]


def _members(rng: random.Random, size: int) -> list[tuple[str, int]]:
    """Relations and ages of a household: older couples are common in villages, the young work elsewhere."""
    head = rng.choices((rng.randint(24, 44), rng.randint(45, 64), rng.randint(65, 92)), (26, 42, 32))[0]
    found = [("户主", head)]
    if size > 1:
        found.append(("配偶", max(22, head + rng.randint(-5, 4))))
    while len(found) < size:
        found.append(_descendant(rng, head))
    return found


def _descendant(rng: random.Random, head: int) -> tuple[str, int]:
    child = max(0, head - rng.randint(21, 32))
    if child >= 24 and rng.random() < 0.6:
        return "孙子女", max(0, child - rng.randint(21, 30))
    if head < 55 and rng.random() < 0.15:
        return "父母", head + rng.randint(21, 30)
    return rng.choice(("子", "女")), child


def _sex_of(rng: random.Random, relation: str, head_sex: str) -> str:
    if relation in ("户主", "配偶"):
        return head_sex if relation == "户主" else {"male": "female", "female": "male"}[head_sex]
    return {"子": "male", "女": "female"}.get(relation) or rng.choice(("male", "female"))


def _groups(rng: random.Random, age: int, sex: str) -> list[str]:
    found = ["老年人"] if age >= 65 else ["0-6岁儿童"] if age <= 6 else []
    found += [label for label, low, high, share in _CONDITIONS if low <= age <= high and rng.random() < share]
    if sex == "female" and 21 <= age <= 38 and rng.random() < 0.05:
        found.append("孕产妇")
    return found


def _born(rng: random.Random, age: int, on: date) -> date:
    year_ago = on - timedelta(days=int((age + 1) * 365.2425) - 1)
    return year_ago + timedelta(days=rng.randrange(364))


def _phone(rng: random.Random) -> str:
    return rng.choice(_PREFIXES) + f"{rng.randrange(100_000_000):08d}"


def _pick(rng: random.Random, shares: tuple[tuple[int, float], ...]) -> int:
    values, weights = zip(*shares, strict=True)
    return rng.choices(values, weights)[0]
