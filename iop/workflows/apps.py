from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "iop.workflows"
    label = "workflows"
    verbose_name = "Workflows"
