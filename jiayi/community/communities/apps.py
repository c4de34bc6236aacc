from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "jiayi.community.communities"
    label = "communities"
    verbose_name = "功能社区"
