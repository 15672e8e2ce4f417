"""In which form answers leave: JSON, whatever of its names is asked for. Source: FHIR R4, "RESTful API", content types."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import FormParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from iop.api.parsing import Json

JSON_NAMES = ("json", "application/json", "application/fhir+json", "text/json", "application/fhir json")
TAKEN = ("application/fhir+json", "application/json", "text/json", "application/*", "text/*", "*/*", "")

SPOKEN = "application/fhir+json; charset=utf-8"


class FhirJson(JSONRenderer):
    """``application/fhir+json``."""

    media_type = "application/fhir+json"
    format = "json"


class FhirForm(FormParser):
    """Searches as forms, so that names stand in no address."""


class FhirBody(Json):
    """Bodies of operations."""

    media_type = "application/fhir+json"


class Spoken(BaseContentNegotiation):
    """One form is offered; XML and Turtle are refused."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Take the parser for what was sent."""
        told = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == told), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """Look at ``_format``, which goes before the header, else at ``Accept``."""
        wished = request.query_params.get("_format", "")
        accepted = [part.partition(";")[0].strip().lower() for part in request.headers.get("Accept", "").split(",")]
        fits = wished.partition(";")[0].lower() in JSON_NAMES if wished else any(name in TAKEN for name in accepted)
        if not fits:
            raise NotAcceptable
        return renderers[0], SPOKEN


class AsItIs(Spoken):
    """Files come as what they are, whatever is asked for; refusals as FHIR."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """Give the one there is."""
        return renderers[0], SPOKEN


def wants_resource(request: Request) -> bool:
    """Say whether a file is asked for as a FHIR resource, by that name, instead of as it is."""
    wished = request.query_params.get("_format", "") or request.headers.get("Accept", "")
    return any(part.partition(";")[0].strip().lower() == FhirJson.media_type for part in wished.split(","))
