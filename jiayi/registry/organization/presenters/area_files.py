"""The areas of an institution as a file."""

from django.utils.translation import gettext_noop

from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.wording import people_of

from .pages import UnitRow


def _teams(row: UnitRow) -> str:
    return people_of(area.team for area in row.holders)


def _responsible(row: UnitRow) -> str:
    return people_of(area.responsible_person for area in row.holders)


UNIT_COLUMNS = [
    Column(gettext_noop("区划代码"), lambda row: row.unit.region_code),
    Column(gettext_noop("乡镇"), lambda row: row.unit.township),
    Column(gettext_noop("村（社区、楼栋）"), lambda row: row.unit.name),
    Column(gettext_noop("常住人口"), lambda row: row.unit.population, "quantity"),
    Column(gettext_noop("团队"), _teams),
    Column(gettext_noop("责任人"), _responsible),
    Column(gettext_noop("状态"), lambda row: row.state),
]
