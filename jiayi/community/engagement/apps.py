from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "jiayi.community.engagement"
    label = "engagement"
    verbose_name = "居民参与"
