from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "jiayi.foundation.base"
    label = "base"
    verbose_name = "基础"
