from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "jiayi.service.care"
    label = "care"
    verbose_name = "健康服务"
