from django.apps import AppConfig


class TherapyConfig(AppConfig):
    name = "therapy"
    label = "therapy"
    verbose_name = "Therapy"
