from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "jiayi.surfaces.portal"
    label = "portal"
    verbose_name = "居民端"
