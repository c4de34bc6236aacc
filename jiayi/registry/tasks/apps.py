from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "jiayi.registry.tasks"
    label = "tasks"
    verbose_name = "待办"
