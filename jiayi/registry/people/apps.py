from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "jiayi.registry.people"
    label = "people"
    verbose_name = "居民"
