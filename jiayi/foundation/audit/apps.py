from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "jiayi.foundation.audit"
    label = "audit"
    verbose_name = "审计"
