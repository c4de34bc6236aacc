from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "jiayi.insight.assurance"
    label = "assurance"
    verbose_name = "真实性核查"
