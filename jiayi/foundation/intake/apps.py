from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "jiayi.foundation.intake"
    label = "intake"
    verbose_name = "批量导入"
