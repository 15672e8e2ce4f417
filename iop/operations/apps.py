"""Background work: what ran, when, and how it ended."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "iop.operations"
    label = "operations"
