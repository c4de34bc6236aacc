"""Populations, standings and reasons in words."""

from django.utils.translation import gettext as _

from jiayi.foundation.rulebook import rulebook
from jiayi.insight.indicators import terms
from jiayi.insight.indicators.terms import Renewal, Standing
from jiayi.service.agreements.terms import EndReason


def population_label(population: str, language: str) -> str:
    """A population's name: the combined ones here, groups as the rulebook names them."""
    combined = _combined()
    if population in combined:
        return combined[population]
    group = rulebook().groups.get(population)
    return group.label(language) if group else population


def population_choices(language: str) -> list[tuple[str, str]]:
    """Combined populations first, then every group of the rulebook."""
    codes = [*terms.COMBINED_POPULATIONS, *rulebook().open_groups]
    return [(code, population_label(code, language)) for code in codes]


def standings() -> dict[Standing, str]:
    """How a resident stands to signing."""
    return {Standing.SIGNED: _("已签约"), Standing.UNSIGNED: _("未签约"), Standing.REFUSED: _("拒签")}


def renewal_standings() -> dict[Renewal, str]:
    """What came of an agreement whose term ended."""
    return {Renewal.RENEWED: _("已续签"), Renewal.NOT_RENEWED: _("未续签"), Renewal.EXCLUDED: _("不计（死亡、迁出）")}


def renewal_reason(reason: str, language: str) -> str:
    """Why it came so: the ways of renewal, and the reasons of an end."""
    own = {
        "in_time": _("到期前续签"),
        "late": _("到期后补签"),
        "silent": _("自动续约"),
        "other_team": _("改签其他团队"),
        "objected": _("表示不再续签"),
        "refused": _("登记拒签"),
        "gone": _("已注销（失访等）"),
        "suspended": _("协议暂停中"),
        "lapsed": _("到期未办"),
    }
    if reason in own:
        return own[reason]
    return EndReason(reason).label(language) if reason in set(EndReason) else reason


def _combined() -> dict[str, str]:
    return {
        terms.ALL: _("全部居民"),
        terms.AT_HOME: _("在家常住居民"),
        terms.KEY: _("重点人群"),
        terms.HYPERTENSION_DIABETES: _("高血压和糖尿病"),
        terms.SPECIAL: _("特殊人群"),
        terms.FULL_COVERAGE: _("全覆盖人群"),
        terms.SEVERE_CHRONIC: _("重慢病人群"),
        terms.SEVERE_CHRONIC_AT_HOME: _("在家重慢病人群"),
        terms.POVERTY_AT_HOME: _("在家脱贫人口"),
        terms.POVERTY_IN_NEED: _("患慢性病或老年的脱贫人口"),
    }
