"""A client's journal: written, changed, shared entry by entry, and taken back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from iop.core import clock
from iop.core.words import Sentence
from iop.pages.views.saving import tried
from iop.portal.access import OutsiderRequest, client_of, for_clients
from iop.portal.forms.recovery import JournalForm, values
from iop.portal.presenters.recovery import journal as shown
from therapy.actions import journal

ACTS: dict[str, tuple[Callable[..., Any], Sentence]] = {
    "share": (journal.share_entry, gettext_lazy("Shared. Your care team can read this page now.")),
    "take-back": (journal.take_entry_back, gettext_lazy("Taken back. Nobody else can open this page any more.")),
    "remove": (journal.remove_entry, gettext_lazy("Removed.")),
}


@for_clients
@require_http_methods(["GET", "POST"])
def my_journal(request: OutsiderRequest) -> HttpResponse:
    """Show the journal, and write in it."""
    client = client_of(request)
    form = JournalForm(request.POST if request.method == "POST" else None).fresh()
    if request.method == "POST" and tried(form, lambda: journal.write_entry(
        by=request.outsider.actor, client=client, at=clock.now(), **values(form, "words", "mood", "sent_key")
    )):  # fmt: skip
        messages.success(request, _("Kept, for you alone."))
        return redirect("my_journal")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    page = {"form": form, "mood": form["mood"].value(), **shown.entries(client, _page(request))}
    return render(request, "portal/recovery/journal.html", page, status=status)


@for_clients
@require_http_methods(["GET", "POST"])
def my_journal_entry(request: OutsiderRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Show one entry; one that was never shared may be changed."""
    client = client_of(request)
    row = get_object_or_404(shown.entries_of(client), pk=entry_id)
    start = {"words": row.words, "mood": row.mood, "version": row.version}
    form = JournalForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and tried(form, lambda: journal.change_entry(
        by=request.outsider.actor, entry=row, at=clock.now(),
        **{**values(form, "words", "mood"), "version": form.cleaned_data["version"] or -1},
    )):  # fmt: skip
        messages.success(request, _("Kept."))
        return redirect("my_journal")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    page = {"form": form, "mood": form["mood"].value(), "entry": shown.one(client, row)}
    return render(request, "portal/recovery/journal_entry.html", page, status=status)


@for_clients
@require_POST
def my_journal_do(request: OutsiderRequest, entry_id: uuid.UUID, which: str) -> HttpResponse:
    """Share one entry, take it back, or remove it."""
    row = get_object_or_404(shown.entries_of(client_of(request)), pk=entry_id)
    if which not in ACTS:
        raise Http404
    action, said = ACTS[which]
    action(by=request.outsider.actor, entry=row, at=clock.now())
    messages.success(request, str(said))
    return redirect("my_journal")


def _page(request: OutsiderRequest) -> int:
    asked = request.GET.get("page", "")
    return int(asked) if asked.isdecimal() and len(asked) < 5 else 1
