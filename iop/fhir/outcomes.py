"""Every refusal as an OperationOutcome, in the same sentences as the pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from iop.core.errors import Refusal
from iop.core.words import say, sentence

CODES = {
    400: "invalid", 401: "login", 403: "forbidden", 404: "not-found", 405: "not-supported", 406: "not-supported",
    409: "conflict", 415: "not-supported", 422: "processing", 429: "throttled",
}  # fmt: skip
LEFT_ASIDE = say("Left aside: {names} cannot be asked for here.")
NOT_HERE = say("There is no such resource here.")
NO_SUCH_WAY = say("That is not offered here: nothing is written through FHIR.")
BROKEN = say("Something went wrong on our side.")


def outcome(severity: str, code: str, words: Any, *, where: str = "") -> dict[str, Any]:
    """Say one thing."""
    issue = {"severity": severity, "code": code, "details": {"text": str(words)}}
    if where:
        issue["location"] = [where]
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def left_aside(names: Sequence[str]) -> dict[str, Any]:
    """Say which parameters were left aside."""
    return outcome("warning", "not-supported", sentence(LEFT_ASIDE, names=", ".join(names)))


def answer(trouble: Exception, request: HttpRequest) -> Response:
    """Turn whatever went wrong into an answer. What nobody expected is reported and said without its words."""
    set_rollback()
    if isinstance(trouble, Refusal):
        status = int(trouble.status)
        return Response(outcome("error", _code(status), trouble, where=_where(trouble.field)), status=status)
    told = _known(trouble)
    if told is None:
        got_request_exception.send(sender=answer, request=request)
        return Response(outcome("fatal", "exception", BROKEN), status=500)
    return Response(
        outcome("error", _code(told.status_code), _words(told)), status=told.status_code, headers=_headers(told)
    )


def _known(trouble: Exception) -> exceptions.APIException | None:
    if isinstance(trouble, Http404):
        return exceptions.NotFound()
    if isinstance(trouble, PermissionDenied):
        return exceptions.PermissionDenied()
    return trouble if isinstance(trouble, exceptions.APIException) else None


def _words(told: exceptions.APIException) -> Any:
    if isinstance(told, exceptions.NotFound):
        # One sentence whatever the reason: a client who is not to be told of is nobody's.
        return NOT_HERE
    if isinstance(told, exceptions.MethodNotAllowed):
        return NO_SUCH_WAY
    return told.detail if isinstance(told.detail, str) else told.default_detail


def _headers(told: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if getattr(told, "auth_header", None):
        headers["WWW-Authenticate"] = told.auth_header  # type: ignore[attr-defined]
    if getattr(told, "wait", None):
        headers["Retry-After"] = str(int(told.wait))  # type: ignore[attr-defined]
    return headers


def _code(status: int) -> str:
    return CODES.get(status, "processing")


def _where(field: str) -> str:
    return f"http.{field}" if field else ""
