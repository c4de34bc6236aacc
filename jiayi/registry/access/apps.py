from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "jiayi.registry.access"
    label = "access"
    verbose_name = "账号与权限"

    def ready(self) -> None:
        from . import sessions  # noqa: F401  (its receiver stamps every session)
