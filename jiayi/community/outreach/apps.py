from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "jiayi.community.outreach"
    label = "outreach"
    verbose_name = "健康活动"
