from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "jiayi.registry.people"
    label = "people"
    verbose_name = "居民"

    def ready(self) -> None:
        from . import characters  # noqa: F401  registers the lookup
