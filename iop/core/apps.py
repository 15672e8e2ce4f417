from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "iop.core"
    label = "core"
    verbose_name = "Ground"
