from django.apps import AppConfig


class InsuranceConfig(AppConfig):
    name = "jiayi.service.insurance"
    label = "insurance"
    verbose_name = "医保"
