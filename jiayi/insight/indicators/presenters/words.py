"""Populations, standings and reasons in words."""

from django.utils.translation import gettext as _

from jiayi.foundation.rulebook import rulebook
from jiayi.insight.indicators import terms
from jiayi.insight.indicators.terms import Standing


def population_label(population: str, language: str) -> str:
    """A population's name: the combined ones here, groups as the rulebook names them."""
    combined = _combined()
    if population in combined:
        return combined[population]
    group = rulebook().groups.get(population)
    return group.label(language) if group else population


def population_choices(language: str) -> list[tuple[str, str]]:
    """Combined populations first, then every group of the rulebook."""
    codes = [*terms.COMBINED_POPULATIONS, *rulebook().groups]
    return [(code, population_label(code, language)) for code in codes]


def standings() -> dict[Standing, str]:
    """How a resident stands to signing."""
    return {Standing.SIGNED: _("已签约"), Standing.UNSIGNED: _("未签约"), Standing.REFUSED: _("拒签")}


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
