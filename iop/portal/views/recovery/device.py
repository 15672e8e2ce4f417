"""What the phone itself keeps: how the pages are installed, and what shows without a connection.

Without a connection the phone shows one page that is the same for everybody: where help is in a crisis. A safety plan or a
plan for staying in recovery stands on it only when its owner chose on that very device to keep it there; it never passes
through this page, which is why nothing here asks for a sign-in.
"""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from iop.pages.access import public

KEPT_FILES = (
    "css/icons.css", "css/tokens.css", "css/app.css", "css/components.css", "css/portal.css", "css/own_plans.css",
    "css/portal_recovery.css", "js/portal_offline.js", "icons/favicon.svg", "vendor/bootstrap/bootstrap.min.css",
)  # fmt: skip
"""All that the page without a connection is made of."""


@public
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Give the script that shows the crisis page when there is no connection; it keeps that page and nothing else."""
    files = [reverse("my_offline"), *(static(name) for name in KEPT_FILES)]
    stamp = hashlib.sha256("".join(files).encode()).hexdigest()[:12]
    answer = render(
        request,
        "portal/recovery/sw.js",
        {"files": files, "page": files[0], "stamp": stamp},
        content_type="text/javascript",
    )
    answer["Cache-Control"] = "no-cache"
    return answer


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Say under which name and picture the pages stand among a phone's apps: neither says what they are about."""
    icon = {"src": static("icons/favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    return JsonResponse(
        {
            "name": _("My pages"), "short_name": _("My pages"), "id": "/my/", "start_url": reverse("door"), "scope": "/",
            "display": "standalone", "background_color": "#fffdf9", "theme_color": "#0f5e5a", "icons": [icon],
        },
        content_type="application/manifest+json",
    )  # fmt: skip


@public
@require_safe
def my_offline(request: HttpRequest) -> HttpResponse:
    """Show where help is in a crisis, in both languages, and the plans that this device keeps."""
    return render(request, "portal/recovery/offline.html")
