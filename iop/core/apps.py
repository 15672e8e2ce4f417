from django.apps import AppConfig
from django.core import checks


class CoreConfig(AppConfig):
    name = "iop.core"
    label = "core"
    verbose_name = "Ground"

    def ready(self) -> None:
        from iop.core.checks import identifiers_are_encrypted

        checks.register(identifiers_are_encrypted, checks.Tags.models)
