"""The schema and its readable page, both served from here."""

from __future__ import annotations

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from iop.api.permissions import SignedIn


class SchemaView(SpectacularAPIView):
    """OpenAPI 3.1, as YAML or JSON."""

    permission_classes = [SignedIn]


class DocsView(SpectacularSwaggerSplitView):
    """The browsable page; its script is a file of its own, as the content security policy asks."""

    permission_classes = [SignedIn]
    url_name = "api:schema"
