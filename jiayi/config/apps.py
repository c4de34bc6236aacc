from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "jiayi.config"
    label = "config"
    verbose_name = "配置"

    def ready(self) -> None:
        from . import subscriptions

        subscriptions.connect()
