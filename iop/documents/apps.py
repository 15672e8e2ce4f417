from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "iop.documents"
    label = "documents"
    verbose_name = "Documents"
