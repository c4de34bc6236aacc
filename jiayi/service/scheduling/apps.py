from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "jiayi.service.scheduling"
    label = "scheduling"
    verbose_name = "门诊和巡诊"
