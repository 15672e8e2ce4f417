"""The schema and its readable page, both served from here."""

from __future__ import annotations

import json
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language, override
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from iop.api.permissions import SignedIn
from iop.api.problems import MEDIA_TYPE, TITLES


@cache
def drawn(language: str) -> bytes:
    """Draw the schema as JSON, once in a process: it is the same whoever asks."""
    with override(language):
        return bytes(OpenApiJsonRenderer2().render(SchemaGenerator().get_schema(public=True)))


class SchemaView(SpectacularAPIView):
    """OpenAPI 3.1 as JSON. (As YAML it would take half a minute to write down.)"""

    permission_classes = [SignedIn]
    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer]

    def _get_schema_response(self, request: Request) -> Response:
        named = self._get_filename(request, self.api_version)
        return Response(
            json.loads(drawn(get_language() or settings.LANGUAGE_CODE)),
            headers={"Content-Disposition": f'inline; filename="{named}"'},
        )


class DocsView(SpectacularSwaggerSplitView):
    """The browsable page; its script is a file of its own, as the content security policy asks."""

    permission_classes = [SignedIn]
    url_name = "api:schema"


@csrf_exempt
@login_not_required
def nothing_here(request: HttpRequest, elsewhere: str) -> HttpResponse:
    """Answer an address that leads nowhere as the API answers: a problem, not a page."""
    title = TITLES[404]
    problem = {
        "type": "about:blank", "title": title, "status": 404, "detail": title, "code": "not_found",
        "errors": [{"detail": title, "code": "not_found"}],
    }  # fmt: skip
    return JsonResponse(problem, status=404, content_type=MEDIA_TYPE)
