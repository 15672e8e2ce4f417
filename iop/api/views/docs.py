"""The schema and its readable page, both served from here."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from iop.api.permissions import SignedIn
from iop.api.problems import MEDIA_TYPE, TITLES


class SchemaView(SpectacularAPIView):
    """OpenAPI 3.1, as YAML or JSON."""

    permission_classes = [SignedIn]


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
