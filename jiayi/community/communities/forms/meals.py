"""A meal's dishes, and what the meals of a week gave."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.community.communities.terms import Meal
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of

_BETWEEN = re.compile(r"[、，,;；\s]+")


class MenuForm(Form):
    """The dishes of a meal of a day."""

    day = DateField(label=_("日期"))
    meal = forms.ChoiceField(label=_("餐次"))
    dishes = forms.CharField(
        label=_("菜品"), required=False, max_length=400, help_text=_("用顿号隔开，如“番茄鸡蛋、米饭”；留空取消这一餐。")
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["meal"].choices = options_of(Meal)

    def clean_dishes(self) -> list[str]:
        return [dish for dish in _BETWEEN.split(self.cleaned_data["dishes"]) if dish]


class NutritionForm(Form):
    """The mean of a child a day, reckoned from a week's food."""

    week_of = DateField(label=_("这一周的任意一天"))
    children = forms.IntegerField(label=_("就餐人数（平均）"), min_value=1, max_value=5000)
    energy_kcal = forms.IntegerField(label=_("能量（千卡）"), min_value=1, max_value=5000)
    protein_g = forms.DecimalField(label=_("蛋白质（克）"), min_value=0, max_value=500, decimal_places=1)
    fat_g = forms.DecimalField(label=_("脂肪（克）"), min_value=0, max_value=500, decimal_places=1)
    carbohydrate_g = forms.DecimalField(label=_("碳水化合物（克）"), min_value=0, max_value=999, decimal_places=1)
    said = forms.CharField(label=_("评价和改进"), required=False, max_length=200)
