from django.apps import AppConfig


class ClinicConfig(AppConfig):
    name = "iop.clinic"
    label = "clinic"
    verbose_name = "Clinic"
