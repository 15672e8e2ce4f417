from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "iop.api"
    label = "api"
    verbose_name = "API"

    def ready(self) -> None:
        """Let the library of CORS ask which pages may have which answers."""
        from corsheaders.signals import check_request_enabled

        from iop.api.oauth.browsers import lets_through

        check_request_enabled.connect(lets_through, dispatch_uid="iop.api.oauth.browsers")
