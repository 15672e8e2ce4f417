"""What the OAuth2 server says of itself (RFC 8414), and its addresses under the name by which this installation is known."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from iop.api.choices import Scope
from iop.api.oauth import smart
from iop.api.oauth.key_sets import ALGORITHMS

TOKEN = "/oauth2/token/"  # noqa: S105 - an address
PROOFS = ("client_secret_basic", "client_secret_post", "private_key_jwt")
"""How an app that runs on a server proves who it is."""
GRANTS = ("authorization_code", "client_credentials", "refresh_token")


def site_of(request: HttpRequest) -> str:
    """Give the address under which this installation is known."""
    return settings.SITE_URL or request.build_absolute_uri("/").rstrip("/")


def endpoints(site: str) -> dict[str, Any]:
    """Name the addresses, and how apps prove who they are there: for this document and for SMART's."""
    return {
        "issuer": site,
        "authorization_endpoint": f"{site}/oauth2/authorize/",
        "token_endpoint": f"{site}{TOKEN}",
        "introspection_endpoint": f"{site}/oauth2/introspect/",
        "revocation_endpoint": f"{site}/oauth2/revoke/",
        "token_endpoint_auth_methods_supported": [*PROOFS, "none"],
        "token_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        "grant_types_supported": list(GRANTS),
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
    }


def document(site: str) -> dict[str, Any]:
    """Give the server's metadata."""
    return {
        **endpoints(site),
        "introspection_endpoint_auth_methods_supported": list(PROOFS),
        "introspection_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        "revocation_endpoint_auth_methods_supported": [*PROOFS, "none"],
        "revocation_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        "authorization_response_iss_parameter_supported": True,
        "scopes_supported": sorted({*map(str, Scope.values), *smart.known()}),
        "service_documentation": f"{site}/api/v1/docs/",
    }


@login_not_required
@require_GET
def server_metadata(request: HttpRequest) -> JsonResponse:
    """Say it. Open to everybody: it tells of no person."""
    return JsonResponse(document(site_of(request)), headers={"Cache-Control": "public, max-age=300"})
