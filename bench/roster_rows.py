"""A synthetic roster of any size, the same for the same size: a township's mistakes in the sample's shares."""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from jiayi.foundation.core.national_id import check_character

HEADER = "序号 姓名 性别 证件类型 身份证号 出生日期 民族 联系电话 行政区划代码 现住址 户编号".split()  # noqa: SIM905  the header as it is read
HEADER += "与户主关系 人群分类 居住类型 居住起始日期 备注".split()  # noqa: SIM905  the header as it is read
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋"
_GIVEN = "伟洋涵雨兰梓翠军红英国华子刚敏思桐凤平杰超梅娟静轩怡嘉秀芳明莲艳玉然勇强建远欣龙浩生桂"
_RELATIONS = ("户主", "配偶", "子", "女", "父母", "孙子女")
_GROUPS = ["", "", "", "", *"高血压 老年人 0-6岁儿童 老年人;高血压 糖尿病 高血压、糖尿病 脱贫人口 残疾人".split()]  # noqa: SIM905
_FIRST_BIRTH, _BIRTH_DAYS = date(1936, 1, 1), 32_900
_ON = date(2026, 11, 1)


def write_roster(path: Path, rows: int, villages: list[str]) -> None:
    """Write a UTF-8 CSV of so many rows; about six in a hundred are rejected, as many carry a warning."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_rows(rows, villages))


def _rows(count: int, villages: list[str]) -> Iterator[list[str]]:
    chance = random.Random(20261101)
    household, left, village = 0, 0, ""
    last: list[str] = []
    for number in range(1, count + 1):
        if not left:
            household, left, village = household + 1, chance.randint(1, 5), chance.choice(villages)
            relation = "户主"
        row = _row(number, chance, village, household, relation)
        relation, left = chance.choice(_RELATIONS[1:]), left - 1
        yield _spoilt(row, last, chance)
        last = row


def _row(number: int, chance: random.Random, village: str, household: int, relation: str) -> list[str]:
    born = _FIRST_BIRTH + timedelta(days=chance.randrange(_BIRTH_DAYS))
    # The serial runs with the row, so that no two honest rows share a number.
    head = f"{420000 + number // 999 % 9999:06d}{born:%Y%m%d}{number % 999:03d}"
    sex = "男" if int(head[16]) % 2 else "女"
    name = chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.randint(1, 2)))
    phone = f"1{chance.randint(3, 9)}{chance.randrange(10**9):09d}"
    address = f"{village[-3:]}村委会{chance.randint(1, 12)}组{household % 100}号"
    identity = [str(number), name, sex, "居民身份证", head + check_character(head), _written(born, chance)]
    nation = chance.choice(("汉族", "汉族", "汉族", "回族", "土家族"))
    kind = chance.choice(("户籍", "户籍", "非户籍"))
    place = [nation, phone, village, address, f"{village}{household:06d}", relation]
    return [*identity, *place, chance.choice(_GROUPS), kind, "2015-03-01", ""]


def _written(day: date, chance: random.Random) -> str:
    return f"{day:{chance.choice(('%Y-%m-%d', '%Y%m%d', '%Y/%m/%d', '%Y年%m月%d日'))}}"


def _spoilt(row: list[str], last: list[str], chance: random.Random) -> list[str]:
    """One row in eight with one mistake."""
    mistake = chance.randrange(130)
    row = list(row)
    if mistake < len(_MISTAKES):
        column, change = _MISTAKES[mistake]
        row[column] = change(row[column])
    elif mistake == len(_MISTAKES) and last:
        row[1:] = last[1:]
    return row


_MISTAKES = [
    (1, lambda text: ""),
    (1, lambda text: f"=HYPERLINK({text})"),
    (1, lambda text: "<script>alert(1)</script>"),
    (4, lambda text: f"{text[0]}.{text[1:6]}E+17"),
    (4, lambda text: text[:-2]),
    (4, lambda text: text[:10] + "1340" + text[14:]),
    (4, lambda text: text[:-1] + ("0" if text[-1] != "0" else "1")),
    (4, lambda text: text.lower() + " "),
    (2, lambda text: ""),
    (5, lambda text: "不详"),
    (5, lambda text: "1950-13-40"),
    (7, lambda text: "0000"),
    (7, lambda text: text[:-1]),
    (8, lambda text: "420324999999"),
    (8, lambda text: "竹溪"),
    (12, lambda text: "待核实人员"),
]
