from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "jiayi.foundation.documents"
    label = "documents"
    verbose_name = "文书"
