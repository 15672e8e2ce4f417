from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "iop.access"
    label = "access"
    verbose_name = "Access"
