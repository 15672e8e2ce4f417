from django.apps import AppConfig


class FhirConfig(AppConfig):
    name = "iop.fhir"
    label = "fhir"
    verbose_name = "FHIR"
