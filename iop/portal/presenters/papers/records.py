"""Documents for the client, copies of their record, and what they asked about it, with where each stands."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy

from clients.models import AmendmentRequest, Client, ClientDocument, Letter, RecordExport
from clients.own_papers import own_exports, own_letters, own_wishes, shared_documents
from clients.policies_own import may_take_record
from clients.register_choices import EntryStatus, ExportForm, RefusedBecause, Register
from iop.access.actors import Actor
from iop.core.words import Sentence
from iop.documents.choices import ALLOWED_FILES
from iop.pages.presenters.schedule.addresses import to
from iop.portal.presenters.papers.words import day, moment

MOST = 50
KINDS: dict[str, str] = {"copy": Register.ACCESS, "correction": Register.AMENDMENT, "restriction": Register.RESTRICTION}
"""Kinds of requests as their addresses name them."""
CALLED: dict[str, Sentence] = {
    Register.ACCESS: gettext_lazy("A copy of my record"),
    Register.AMENDMENT: gettext_lazy("A correction in my record"),
    Register.RESTRICTION: gettext_lazy("Not to tell somebody something"),
}
STANDS: dict[str, tuple[str, Sentence]] = {
    EntryStatus.RECEIVED: ("wait", gettext_lazy("We have it")),
    EntryStatus.AGREED: ("good", gettext_lazy("We agreed")),
    EntryStatus.REFUSED: ("note", gettext_lazy("We said no")),
    EntryStatus.ENDED: ("quiet", gettext_lazy("Ended")),
    EntryStatus.DONE: ("good", gettext_lazy("Done")),
    EntryStatus.WITHDRAWN: ("quiet", gettext_lazy("You took it back")),
}
REFUSED: dict[str, Sentence] = {
    RefusedBecause.ACCURATE: gettext_lazy("We believe the record is right and complete."),
    RefusedBecause.NOT_OURS: gettext_lazy("Somebody else wrote this part. They can correct it."),
    RefusedBecause.NOT_IN_RECORD: gettext_lazy("This is not in the part of the record that the law opens."),
    RefusedBecause.NOTES: gettext_lazy("These are counseling notes, which are kept apart."),
    RefusedBecause.DANGER: gettext_lazy(
        "We are worried that somebody could be hurt. You may ask that somebody else looks at this answer."
    ),
    RefusedBecause.OTHER: gettext_lazy("We had another reason; it stands below."),
}


def read_documents(client: Client, zone: str) -> dict[str, Any]:
    """Read the papers that are there for the client, and the letters sent about them: two statements."""
    return {
        "documents": [_document(row, zone) for row in shared_documents(client)[:MOST]],
        "letters": [_letter(row, zone) for row in own_letters(client)[:MOST]],
    }


def find_document(client: Client, document_id: uuid.UUID) -> ClientDocument:
    """Give one paper that was put there for this client; any other is not there (``Http404``)."""
    return get_object_or_404(shared_documents(client), pk=document_id)


def find_letter(client: Client, letter_id: uuid.UUID) -> Letter:
    """Give one letter about this client; any other is not there (``Http404``)."""
    return get_object_or_404(own_letters(client), pk=letter_id)


def find_export(client: Client, export_id: uuid.UUID) -> RecordExport:
    """Give one copy that this client asked for; any other is not there (``Http404``)."""
    return get_object_or_404(own_exports(client), pk=export_id)


def find_wish(client: Client, wish_id: uuid.UUID) -> AmendmentRequest:
    """Give one correction that this client asked for; any other is not there (``Http404``)."""
    return get_object_or_404(AmendmentRequest.objects.select_related("site"), pk=wish_id, client=client)


def register_of(kind: str) -> str:
    """Name the register of a kind of request; a kind that is none is not there (``Http404``)."""
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def read_exports(actor: Actor, client: Client, zone: str, at: dt.datetime) -> dict[str, Any]:
    """Read the copies of the last time, and whether a new one may be made at once."""
    rows = [_export(row, zone, at) for row in own_exports(client)[:10]]
    return {"copies": rows, "waits": any(row["waits"] for row in rows), "why_not": may_take_record(actor, client)}


def read_wishes(client: Client) -> dict[str, Any]:
    """Read what the client asked of their record, by whatever way it reached us: three statements."""
    return {"wishes": [_wish(row) for row in own_wishes(client)]}


def _document(row: ClientDocument, zone: str) -> dict[str, Any]:
    return {
        "called": row.title or row.get_kind_display(),
        "when": day(row.dated_on) or day(row.shared_at, zone),
        "form": ALLOWED_FILES.get(row.file.content_type, "").removeprefix(".").upper(),
        "size": filesizeformat(row.file.size_bytes),
        "url": to("my_papers_document")(row.pk),
    }


def _letter(row: Letter, zone: str) -> dict[str, Any]:
    return {
        "called": row.template.title,
        "to": row.disclosure.recipient_name,
        "when": day(row.at, zone),
        "url": to("my_papers_letter")(row.pk),
    }


def _export(row: RecordExport, zone: str, at: dt.datetime) -> dict[str, Any]:
    over = row.removed_at is not None or (row.ends_at is not None and row.ends_at <= at)
    return {
        "called": str(ExportForm(row.form).label),
        "asked": moment(row.asked_at, zone),
        "waits": row.ready_at is None and not over,
        "is_over": over,
        "until": moment(row.ends_at, zone) if row.ends_at else "",
        "size": filesizeformat(row.size_bytes),
        "url": to("my_record_copy")(row.pk),
    }


def _wish(row: Any) -> dict[str, Any]:
    tone, words = STANDS.get(row.status, STANDS[EntryStatus.RECEIVED])
    refused = getattr(row, "refused_because", "")
    return {
        "called": CALLED[row.register],
        "when": day(row.received_on),
        "text": row.text,
        "tone": tone,
        "state": words,
        "due": day(row.due_on),
        "longer": getattr(row, "extension_reason", ""),
        "because": REFUSED[refused] if refused else "",
        "decision": row.decision,
        "decided": day(row.decided_on),
        "disagreement": getattr(row, "disagreement", ""),
        "version": row.version,
        "disagree_url": to("my_record_disagree")(row.pk)
        if row.register == Register.AMENDMENT and row.status == EntryStatus.REFUSED and not row.disagreement
        else "",
    }
