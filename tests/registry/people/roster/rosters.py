"""Rows of rosters, and the real divisions of the demo county."""

import csv
import datetime as dt
from pathlib import Path

from jiayi.registry.organization.models import Region

DIVISIONS = Path(__file__).parents[4] / "jiayi" / "demo" / "data" / "divisions-420324.csv"
VILLAGE, NEXT_VILLAGE, OTHER_TOWNSHIP = "420324101228", "420324101229", "420324102228"
ON = dt.date(2026, 11, 1)
AT = dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC)
HEADINGS = {
    "name": "姓名",
    "sex": "性别",
    "document_kind": "证件类型",
    "national_id": "身份证号",
    "birth_date": "出生日期",
    "ethnicity": "民族",
    "phone": "联系电话",
    "region_code": "行政区划代码",
    "address": "现住址",
    "household_number": "户编号",
    "relation": "与户主关系",
    "groups": "人群分类",
    "residence_kind": "居住类型",
    "residence_since": "居住起始日期",
}


def read_divisions() -> None:
    with DIVISIONS.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for level in ("province", "city", "county", "township", "village"):
        regions = [
            Region(code=row["code"], name=row["name"], level=level, parent_id=row["parent"] or None)
            for row in rows
            if row["level"] == level
        ]
        Region.objects.bulk_create(regions, ignore_conflicts=True)


def person(number: str = "510121199004269874", **more: str) -> dict[str, str]:
    """A row that is accepted without a warning."""
    sex = "男" if int(number[16:17] or 1) % 2 else "女"
    born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    row = {"name": "黄伟洋", "sex": sex, "document_kind": "居民身份证", "national_id": number, "birth_date": born}
    place = {"region_code": VILLAGE, "address": "瓦米沟村委会2组51号", "residence_kind": "户籍", "ethnicity": "汉族"}
    return row | place | more


def infant(**more: str) -> dict[str, str]:
    """A row of a newborn without a number."""
    row = {"name": "胡丽凤", "sex": "女", "document_kind": "无证件", "birth_date": "2026-05-11"}
    return row | {"region_code": VILLAGE, "address": "瓦米沟村委会2组51号", "residence_kind": "户籍"} | more


def verdicts(done) -> list[tuple]:
    """Verdict and codes of each row."""
    return [(str(verdict), *codes) for _, verdict, codes in done.outcomes.details()]
