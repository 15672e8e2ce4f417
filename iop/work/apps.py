from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "iop.work"
    label = "work"
    verbose_name = "Work"
