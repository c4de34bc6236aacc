from django.apps import AppConfig


class FulfilmentConfig(AppConfig):
    name = "jiayi.service.fulfilment"
    label = "fulfilment"
    verbose_name = "履约"
