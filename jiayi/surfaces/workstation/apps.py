from django.apps import AppConfig


class WorkstationConfig(AppConfig):
    name = "jiayi.surfaces.workstation"
    label = "workstation"
    verbose_name = "工作站"
