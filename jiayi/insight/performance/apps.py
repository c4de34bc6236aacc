from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    name = "jiayi.insight.performance"
    label = "performance"
    verbose_name = "绩效"
