"""``Patient/[id]/$everything``: all of one client's resources, page by page; and the files that DocumentReferences name."""

from __future__ import annotations

import base64
import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from iop.core import crypto
from iop.core.errors import Invalid
from iop.core.words import say, sentence
from iop.fhir import asking, labels, outcomes
from iop.fhir.bulk.views import as_id
from iop.fhir.elements import Part, moment, pruned
from iop.fhir.matching import bounds
from iop.fhir.reading import Reading
from iop.fhir.registry import spec_of, specs
from iop.fhir.resources.document_reference import PAPERS
from iop.fhir.speaking import AsItIs, wants_resource
from iop.fhir.specs import Source, Spec
from iop.fhir.views import FhirView, base_of, whose

PLACE = "fhir.everything"
ASKED = ("_type", "_since", "_count", "_page", "_format", "_pretty")
LOST = say("This link leads nowhere: ask again.")


@dataclass(frozen=True)
class Whole:
    """What is asked: of whom, which kinds, since when, how many a page, and behind which row the page begins."""

    client: uuid.UUID
    kinds: tuple[str, ...]
    since: str = ""
    count: int = asking.PAGE
    table: int = 0
    after: str = ""

    def sealed(self, whose: str) -> str:
        """Close it for one caller."""
        told = [str(self.client), list(self.kinds), self.since, self.count, self.table, self.after, whose]
        return crypto.encrypt(json.dumps(told), PLACE)


def opened(token: str, client: uuid.UUID, whose: str) -> Whole:
    """Open a link's page. Raises ``Invalid`` for one that was changed, or was given to another caller."""
    try:
        of, kinds, since, count, table, after, owner = json.loads(crypto.decrypt(token, PLACE))
    except (crypto.Unreadable, ValueError) as wrong:
        raise Invalid(LOST, field="_page") from wrong
    if (of, owner) != (str(client), whose):
        raise Invalid(LOST, field="_page")
    return Whole(client, tuple(kinds), since, count, table, after)


def tables(kinds: tuple[str, ...]) -> list[tuple[Spec, Source]]:
    """Name the tables of these kinds that are about clients."""
    found = [spec for kind in kinds if (spec := spec_of(kind))]
    return [(spec, source) for spec in found for source in spec.sources if source.client_path]


def rows_of(reading: Reading, spec: Spec, source: Source, client: uuid.UUID, way: str = "s") -> QuerySet[Any]:
    """Give one client's rows of a table, as far as the caller may be told of them."""
    assert source.client_path
    return reading.rows(spec, source, way).filter(**{source.client_path.replace(".", "__"): client})


def page(reading: Reading, ask: Whole) -> tuple[list[Part], Whole | None]:
    """Read a page, and what the next one asks; none when this is the last."""
    drawn: list[Part] = []
    known, after = tables(ask.kinds), ask.after
    for index in range(ask.table, len(known)):
        spec, source = known[index]
        rows = rows_of(reading, spec, source, ask.client)
        if ask.since:
            rows = rows.filter(changed_at__gte=dt.datetime.fromisoformat(ask.since))
        if after:
            rows = rows.filter(pk__gt=after)
        room = ask.count - len(drawn)
        read = list(rows[: room + 1])
        drawn += reading.leave(spec, source, read[:room])
        if len(read) > room:
            return drawn, replace(ask, table=index, after=str(read[room - 1].pk) if room else after)
        after = ""
    return drawn, None


class EverythingView(FhirView):
    """``Patient/[id]/$everything``."""

    operation = "fhir.everything"
    left_aside: Sequence[str] = ()

    @transaction.atomic
    def get(self, request: Request, pk: str) -> Response:
        """Give a page of all that the caller's scopes and the gate open of one client."""
        spec, client = self.opened("Patient", "r"), as_id(pk)
        if not any(rows_of(self.reading, spec, source, client, "r").exists() for source in spec.sources):
            raise Http404
        ask = self._asked(request, client)
        drawn, following = page(self.reading, ask)
        here = f"{base_of(request)}/Patient/{client}/$everything"
        links = [{"relation": "self", "url": f"{here}?_page={ask.sealed(whose(self))}"}]
        if following:
            links.append({"relation": "next", "url": f"{here}?_page={following.sealed(whose(self))}"})
        return Response(bundle_of("searchset", drawn, base_of(request), self.at, links, self._said()))

    def _asked(self, request: Request, client: uuid.UUID) -> Whole:
        token = request.query_params.get("_page", "")
        if token:
            return opened(token, client, whose(self))
        self._leave_aside(request)
        since = request.query_params.get("_since", "")
        wanted = [kind for kind in request.query_params.get("_type", "").split(",") if kind]
        nowhere = [kind for kind in wanted if not ((spec := spec_of(kind)) and spec.bears_clients)]
        if nowhere:
            raise Invalid(sentence(asking.CANNOT_BE_ASKED, names=", ".join(nowhere)), field="_type")
        kinds = [
            spec.kind for spec in specs().values()
            if spec.bears_clients and self.reach.refusal(spec, "s") is None and (not wanted or spec.kind in wanted)
        ]  # fmt: skip
        pairs = [("_count", request.query_params["_count"])] if "_count" in request.query_params else []
        count = asking.read(self.opened("Patient", "r"), pairs).count
        return Whole(client, tuple(kinds), bounds(since, "_since")[0].isoformat() if since else "", count)

    def _leave_aside(self, request: Request) -> None:
        """Note what cannot be asked here, so that nobody takes an answer for narrower than it is; refuse it when wished so."""
        self.left_aside = [name for name in request.query_params if name not in ASKED]
        if self.left_aside and self.is_strict:
            names = ", ".join(self.left_aside)
            raise Invalid(sentence(asking.CANNOT_BE_ASKED, names=names), field=self.left_aside[0][:60])

    def _said(self) -> list[Part]:
        notices = self.reading.way_out.notices
        told = [notices[name] for name in ("Redisclosure-Notice", "Consent-Scope") if name in notices]
        aside = [outcomes.left_aside(self.left_aside)] if self.left_aside else []
        return [*aside, *(outcomes.outcome("information", "informational", text) for text in told)]


class BinaryView(FhirView):
    """``Binary/[id]``: the file of a paper, as it was uploaded. It passes the same gate as its DocumentReference.

    Whoever accepts ``application/fhir+json`` by that name gets it as a resource. Source: FHIR R4, Binary.
    """

    operation = "fhir.binary"
    content_negotiation_class = AsItIs

    @transaction.atomic
    def get(self, request: Request, pk: str) -> Any:
        """Send the file; one whose paper the caller may not be told of is not there."""
        spec = self.opened("DocumentReference", "r")
        rows = list(self.reading.rows(spec, PAPERS, "r").filter(pk=as_id(pk)))
        if not self.reading.leave(spec, PAPERS, rows):
            raise Http404
        file, context = rows[0].file, f"DocumentReference/{rows[0].pk}"
        with file.file.open("rb") as held:
            content = held.read()
        if wants_resource(request):
            own = labels.meta(file.sha256[:12], None, (), labels.security())
            told = {"contentType": file.content_type, "securityContext": {"reference": context}}
            data = base64.b64encode(content).decode()
            return Response(
                pruned({"resourceType": "Binary", "id": str(rows[0].pk), "meta": own, **told, "data": data})
            )
        answer = HttpResponse(content, content_type=file.content_type)
        answer["Content-Disposition"] = "attachment"
        answer["X-Content-Type-Options"] = "nosniff"
        answer["X-Security-Context"] = context
        return answer

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Leave a file as it is, with the notices that go along."""
        if isinstance(response, Response):
            return super().finalize_response(request, response, *args, **kwargs)
        for name, text in self.reading.way_out.notices.items():
            response[name] = " ".join(text.split())
        response["Cache-Control"] = "private, no-store"
        return response


def bundle_of(
    kind: str, drawn: list[Part], base: str, at: dt.datetime, links: list[Part], said: list[Part]
) -> dict[str, Any]:  # fmt: skip
    """Make a bundle of resources, labelled as what is in it."""
    bundle: dict[str, Any] = {"resourceType": "Bundle", "id": str(uuid.uuid4()), "type": kind, "timestamp": moment(at)}
    codes = {label["code"] for each in drawn for label in each["meta"].get("security", ())}
    if codes:
        bundle["meta"] = {"security": labels.security(*sorted(codes & set(labels.WORDS) - {"SUD", "NORDSCLCD"}))}
    if links:
        bundle["link"] = links
    searched: dict[str, Any] = {"search": {"mode": "match"}} if kind == "searchset" else {}
    entries: list[dict[str, Any]] = [
        {"fullUrl": f"{base}/{each['resourceType']}/{each['id']}", "resource": each, **searched} for each in drawn
    ]
    entries += [{"resource": each, "search": {"mode": "outcome"}} for each in said]
    return {**bundle, "entry": entries} if entries else bundle
