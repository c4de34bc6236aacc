from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "jiayi.insight.indicators"
    label = "indicators"
    verbose_name = "指标"
