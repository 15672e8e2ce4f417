"""Reading and searching resources, and what the server says of itself."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from iop.access.actors import Actor
from iop.api import limits, refusals
from iop.api.callers import Caller
from iop.api.resources import NOBODY
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Invalid
from iop.core.words import say
from iop.fhir import asking, bundles, capability, cursors, outcomes
from iop.fhir.elements import Part, moment
from iop.fhir.reach import Reach
from iop.fhir.reading import Reading
from iop.fhir.registry import spec_of
from iop.fhir.speaking import SPOKEN, FhirBody, FhirForm, FhirJson, Spoken
from iop.fhir.specs import Spec


class Somebody(BasePermission):
    """Whoever calls must be known; what they may do is decided resource by resource (``iop.fhir.reach``)."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask only whether somebody is there."""
        return bool(request.user and request.user.is_authenticated)


class FhirView(limits.CountedFirst, APIView):
    """What every address of FHIR shares: who calls, in which form it is answered, and that the call is written down.

    ``operation`` names the call in the audit record.
    """

    permission_classes = [Somebody]
    renderer_classes = [FhirJson]
    parser_classes = [FhirForm, FhirBody, JSONParser]
    content_negotiation_class = Spoken
    schema = None
    operation = "fhir"

    @property
    def actor(self) -> Actor:
        """Who is calling."""
        actor: Actor = getattr(self.request._request, "actor", NOBODY)
        return actor

    @property
    def caller(self) -> Caller | None:
        """Give the integration that calls, none for staff in their browser."""
        return self.request.auth if isinstance(self.request.auth, Caller) else None

    @cached_property
    def at(self) -> dt.datetime:
        """When the call came in."""
        return clock.now()

    @cached_property
    def reach(self) -> Reach:
        """What the caller's scopes open."""
        return Reach(self.actor, self.caller)

    @cached_property
    def reading(self) -> Reading:
        """The one way out of this call."""
        return Reading(self.reach, self.at)

    @property
    def is_strict(self) -> bool:
        """Say whether the caller wants what is unknown refused (``Prefer: handling=strict``) instead of left aside."""
        return "handling=strict" in self.request.headers.get("Prefer", "").replace(" ", "")

    def opened(self, kind: str, way: str) -> Spec:
        """Give the kind of resource when the caller may read (``r``) or search (``s``) it. Raises ``Http404``, ``PermissionDenied``."""
        spec = spec_of(kind)
        if spec is None:
            raise Http404
        refused = self.reach.refusal(spec, way)
        if refused:
            raise refused
        return spec

    def get_exception_handler(self) -> Any:
        """Refuse in FHIR's own form."""
        return lambda trouble, context: outcomes.answer(trouble, self.request._request)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Send the statement of 42 CFR 2.32 and the scope of the consent along with what leaves on consent."""
        response.content_type = response.content_type or SPOKEN
        answer = super().finalize_response(request, response, *args, **kwargs)
        notices = self.reading.way_out.notices if "reading" in self.__dict__ else {}
        for name, text in {**notices, **limits.headers_of(request)}.items():
            answer[name] = text
        answer.setdefault("Cache-Control", "private, no-store")
        return answer

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, and write an integration's call into the audit record unless what it read stands there already."""
        answer = super().dispatch(request, *args, **kwargs)
        self._note_call(answer)
        return answer

    def _note_call(self, answer: HttpResponseBase) -> None:
        if not hasattr(self, "request"):
            return
        refusals.note_of(self.request)
        if self.caller is None or self.reading.way_out.was_read:
            return
        record(
            by=self.actor, verb="api.called", subject=("api.integration", self.caller.integration.pk),
            detail={"operation": self.operation, "status": answer.status_code},
        )  # fmt: skip


class SearchView(FhirView):
    """``GET [kind]`` and ``POST [kind]/_search``: the same search, with what it asks in the address or in a form."""

    operation = "fhir.search"

    @transaction.atomic
    def get(self, request: Request, kind: str) -> Response:
        """Search by the address."""
        return self._found(self.opened(kind, "s"), _pairs(request.query_params))

    def _found(self, spec: Spec, pairs: Iterable[tuple[str, str]]) -> Response:
        told = list(pairs)
        owner = whose(self)
        page = next((value for name, value in told if name == "_page"), "")
        if page:
            ask, position = cursors.opened(page, spec.kind, owner)
        else:
            ask, position = asking.read(spec, told, strict=self.is_strict), cursors.Position()
        bundle = bundles.searchset(
            spec, ask, position, self.reading, base_of(self.request), owner, moment(self.at) or ""
        )
        return Response(bundle)


class PostedSearchView(SearchView):
    """``POST [kind]/_search``."""

    http_method_names = ["post", "options"]
    parser_classes = [FhirForm]

    @transaction.atomic
    def post(self, request: Request, kind: str) -> Response:
        """Search by a form; what stands in the address counts too."""
        spec = self.opened(kind, "s")
        told = request.data if hasattr(request.data, "lists") else {}
        return self._found(spec, [*_pairs(request.query_params), *_pairs(told)])


class DocumentsView(SearchView):
    """``DocumentReference/$docref``: the documents of one client. Source: US Core 6.1.0, OperationDefinition docref.

    Nothing is made on demand: what there is, is searched. Dates are those of the care that a document is about.
    """

    operation = "fhir.docref"

    @transaction.atomic
    def get(self, request: Request) -> Response:  # type: ignore[override]
        """Ask by the address."""
        return self._documents(list(_pairs(request.query_params)))

    @transaction.atomic
    def post(self, request: Request) -> Response:
        """Ask by a form or by Parameters."""
        sent = request.data
        told = _pairs(sent) if hasattr(sent, "lists") else _parameters(sent)
        return self._documents([*_pairs(request.query_params), *told])

    def _documents(self, told: list[tuple[str, str]]) -> Response:
        spec = self.opened("DocumentReference", "s")
        if not any(name == "patient" and value for name, value in told):
            raise Invalid(say("Say whose documents are asked for."), field="patient")
        asked = {"start": ("period", "ge"), "end": ("period", "le")}
        given = [(name, value) for name, value in told if value and name not in asked]
        given += [(asked[name][0], asked[name][1] + value) for name, value in told if value and name in asked]
        return self._found(spec, given)


class ReadView(FhirView):
    """``GET [kind]/[id]``."""

    operation = "fhir.read"

    def get(self, request: Request, kind: str, pk: str) -> Response:
        """Read one; one that the caller may not be told of looks like none. Unchanged since it was read: 304."""
        spec = self.opened(kind, "r")
        with transaction.atomic():
            drawn = self.reading.one(spec, _as_id(pk))
            if drawn is None:
                raise Http404
            headers = state_headers(drawn)
            if unchanged(request, drawn):
                # Nothing left: neither a disclosure nor a reading happened, but the call stays on record.
                transaction.set_rollback(True)
                self.reading.way_out.was_read = False
                return Response(status=304, headers=headers)
        return Response(drawn, headers=headers)


class MetadataView(FhirView):
    """What is offered, made from the tables that serve it. Open to everybody: it tells of no person."""

    permission_classes = [AllowAny]
    throttle_classes = []
    operation = "fhir.metadata"

    def get(self, request: Request) -> Response:
        """Give the CapabilityStatement."""
        return Response(
            capability.statement(base_of(request), site_of(request)), headers={"Cache-Control": "public, max-age=300"}
        )


class SmartView(FhirView):
    """How apps ask to be let in. Open to everybody."""

    permission_classes = [AllowAny]
    throttle_classes = []
    operation = "fhir.smart_configuration"

    def get(self, request: Request) -> Response:
        """Give the SMART configuration."""
        answer = Response(
            capability.smart_configuration(site_of(request)), headers={"Cache-Control": "public, max-age=300"}
        )
        answer.content_type = "application/json"
        return answer


class NowhereView(FhirView):
    """Any other address below the base: known callers are told that nothing is there."""

    def get(self, request: Request, rest: str) -> Response:
        """Nothing is there."""
        raise Http404


def site_of(request: Request) -> str:
    """Give the address under which this installation is known."""
    return settings.SITE_URL or request._request.build_absolute_uri("/").rstrip("/")


def base_of(request: Request) -> str:
    """Give the base address of FHIR."""
    return f"{site_of(request)}/fhir/R4"


def state_headers(drawn: Part) -> dict[str, str]:
    """Name a resource's state: ``ETag`` and ``Last-Modified``."""
    headers = {"ETag": f'W/"{drawn["meta"]["versionId"]}"'}
    if "lastUpdated" in drawn["meta"]:
        changed = dt.datetime.fromisoformat(drawn["meta"]["lastUpdated"])
        headers["Last-Modified"] = changed.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return headers


def unchanged(request: Request, drawn: Part) -> bool:
    """Say whether the caller has this state already (``If-None-Match``)."""
    told = [tag.strip().removeprefix("W/").strip('"') for tag in request.headers.get("If-None-Match", "").split(",")]
    return drawn["meta"]["versionId"] in told


def _as_id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as wrong:
        raise Http404 from wrong


def _pairs(told: Any) -> Iterable[tuple[str, str]]:
    return [(name, value) for name, values in dict(getattr(told, "lists", dict)()).items() for value in values]


def _parameters(sent: Any) -> list[tuple[str, str]]:
    """Read a Parameters resource: simple values as they are, codings as tokens. Raises ``Invalid``."""
    parts = sent.get("parameter", []) if isinstance(sent, dict) and sent.get("resourceType") == "Parameters" else None
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise Invalid(say("Send Parameters."))
    return [
        (str(part.get("name", "")), _as_text(value)) for part in parts for key, value in part.items() if key[:5] == "value"
    ]  # fmt: skip


def _as_text(value: Any) -> str:
    if isinstance(value, dict):
        system, code = value.get("system"), value.get("code", "")
        return f"{system}|{code}" if system else str(code)
    return str(value).lower() if isinstance(value, bool) else str(value)


def whose(view: FhirView) -> str:
    """Name the caller to whom a link belongs."""
    caller = view.caller
    if caller is None:
        return str(view.actor.staff_id)
    return f"{caller.integration.pk}:{caller.client_id or view.actor.staff_id or ''}"
