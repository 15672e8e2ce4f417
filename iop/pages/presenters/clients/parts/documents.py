"""The chart's papers: a page of them, newest first."""

from __future__ import annotations

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils.translation import gettext as _

from clients import policies_papers as policies
from clients.models import ClientDocument
from iop.documents.choices import ALLOWED_FILES
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.clients.parts.common import names_of, page_words, to_two
from iop.pages.presenters.schedule.when import instant_words

PAGE = 25


def read_documents(chart: Chart, page: int) -> dict[str, Any]:
    """Read a page of papers of the kinds this colleague may open: three statements for any number."""
    kinds = policies.readable_kinds(chart.actor, chart.client)
    rows = ClientDocument.objects.filter(client=chart.client, kind__in=kinds).select_related("file")
    total = rows.count()
    start = (page - 1) * PAGE
    shown = list(rows[start : start + PAGE])
    names = names_of(row.added_by for row in shown)
    return {
        "papers": [_paper(row, chart, names) for row in shown],
        "says": page_words(start, len(shown), total) if shown else "",
        "earlier": f"?page={page - 1}" if page > 1 else "",
        "later": f"?page={page + 1}" if start + len(shown) < total else "",
        "limited": bool(kinds) and len(kinds) < len(policies.DocumentKind.values),
    }


def find_document(chart: Chart, document_id: uuid.UUID) -> ClientDocument:
    """Give one paper of this chart. One of another chart is not there (``Http404``)."""
    row = ClientDocument.objects.filter(client=chart.client, pk=document_id).select_related("file").first()
    if row is None:
        raise Http404
    row.client = chart.client
    return row


def file_name(document: ClientDocument) -> str:
    """Name a paper for a download folder that others may see: its kind, and nothing about anybody."""
    return f"{document.kind.replace('_', '-')}{ALLOWED_FILES.get(document.file.content_type, '')}"


def _paper(row: ClientDocument, chart: Chart, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    row.client = chart.client
    by = names.get(row.added_by) if row.added_by else None
    added = instant_words(row.added_at, ZoneInfo(chart.zone))
    return {
        "id": str(row.pk),
        "kind": row.get_kind_display(),
        "title": row.title or row.get_kind_display(),
        "dated": date_words(row.dated_on) if row.dated_on else "",
        "added": _("%(when)s, %(who)s") % {"when": added, "who": by} if by else added,
        "size": _size(row.file.size_bytes),
        "form": ALLOWED_FILES.get(row.file.content_type, "").removeprefix(".").upper(),
        "url": to_two("client_document", chart.client.pk, row.pk),
        "error": row.error_reason,
        "may_open": policies.may_read_document(chart.actor, row) is None,
        "may_mark": row.error_at is None and policies.may_mark_document(chart.actor, row) is None,
        "shared": row.shared_at is not None,
        "may_share": row.error_at is None and policies.may_share_document(chart.actor, row) is None,
        "share_url": to_two("client_document_share", chart.client.pk, row.pk),
        "mark_url": to_two("client_document_error", chart.client.pk, row.pk),
    }


def _size(size: int) -> str:
    return f"{size / 1024**2:.1f} MB" if size >= 1024**2 else f"{max(1, size // 1024)} KB"
