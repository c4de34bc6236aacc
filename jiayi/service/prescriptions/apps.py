from django.apps import AppConfig


class PrescriptionsConfig(AppConfig):
    name = "jiayi.service.prescriptions"
    label = "prescriptions"
    verbose_name = "长期处方"
