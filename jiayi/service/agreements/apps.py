from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "jiayi.service.agreements"
    label = "agreements"
    verbose_name = "签约协议"
