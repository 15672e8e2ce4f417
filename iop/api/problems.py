"""Every refusal as problem details (RFC 9457), in the same words as the pages."""

from __future__ import annotations

from typing import Any

from django.db import DataError, IntegrityError
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler, exception_handler
from drf_standardized_errors.types import ErrorResponse
from psycopg2.errors import ExclusionViolation, UniqueViolation
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from iop.core.errors import Conflict, Invalid, Refusal
from iop.core.words import say

MEDIA_TYPE = "application/problem+json"
handle = exception_handler
AT_ONCE = say("Somebody did the same at this moment. Fetch it again.")
BEYOND = say("A date, time or number lies beyond what can be kept.")

TITLES = {
    400: "That cannot be used as it stands.",
    401: "Sign in or send a key.",
    403: "Not allowed.",
    404: "Not found.",
    405: "That method is not offered here.",
    406: "Only JSON is offered.",
    409: "Something is in the way.",
    412: "It was changed meanwhile.",
    415: "Only JSON is read.",
    422: "That cannot be done as it was asked.",
    429: "Too many calls.",
    500: "Something went wrong on our side.",
}


class Pointer(serializers.Serializer[Any]):
    """One thing that is wrong, and where."""

    detail = serializers.CharField()
    code = serializers.CharField()
    pointer = serializers.CharField(required=False, help_text="JSON pointer to the field, when it is about one.")


class Problem(serializers.Serializer[Any]):
    """Problem details."""

    type = serializers.CharField(help_text='"about:blank": the title says all there is.')
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="The sentence a person may read.")
    code = serializers.CharField(help_text="Stable, for programs.")
    errors = Pointer(many=True)  # type: ignore[assignment]


class RefusedByPolicy(exceptions.APIException):
    """A ``Refusal`` on its way out, with its own status, code and sentence."""

    def __init__(self, refusal: Refusal) -> None:
        self.status_code = int(refusal.status)
        self.field = refusal.field
        super().__init__(detail=str(refusal), code=refusal.code)


class Handler(ExceptionHandler):
    """Knows refusals besides the framework's own exceptions."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        """Turn a refusal into an answer."""
        if isinstance(exc, OverflowError | DataError):
            # A year or a number that no column and no calendar holds: whoever sent it can mend it.
            exc = Invalid(BEYOND)
        if isinstance(exc, IntegrityError) and isinstance(exc.__cause__, UniqueViolation | ExclusionViolation):
            # Two at once: each found nothing in the way, and the database let one of them through.
            exc = Conflict(AT_ONCE)
        return RefusedByPolicy(exc) if isinstance(exc, Refusal) else super().convert_known_exceptions(exc)

    def get_response(self, exc: exceptions.APIException, data: Any) -> Response:
        """Answer with the media type of problem details."""
        response = super().get_response(exc, data)
        response.content_type = MEDIA_TYPE
        return response


class Formatter(ExceptionFormatter):
    """Lays the errors out as problem details."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        """Give the first error's sentence as the detail and all of them with their pointers."""
        status = self.exc.status_code
        field = getattr(self.exc, "field", "")
        errors = [
            {"detail": str(error.detail), "code": error.code, **_pointer(error.attr or field)}
            for error in error_response.errors
        ]
        return {
            "type": "about:blank",
            "title": TITLES.get(status, "Refused."),
            "status": status,
            "detail": errors[0]["detail"],
            "code": errors[0]["code"],
            "errors": errors,
        }


def _pointer(attr: str | None) -> dict[str, str]:
    if not attr or attr == "non_field_errors":
        return {}
    return {"pointer": "#/" + attr.replace(".", "/")}
