from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "jiayi.foundation.ui"
    label = "ui"
    verbose_name = "界面"
