"""Sending something out about a client: a letter, a word, the client's own copy. Everything through the gate."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clients import actions, policies_privacy
from clients.actions import disclosing
from clients.gate import NEITHER
from iop.access.choices import Permission
from iop.core import clock
from iop.core.basis import own_use
from iop.core.errors import Refusal, require
from iop.core.words import say
from iop.pages import pdf
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.privacy import sending
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.privacy.left import shown_part
from iop.workflows import letters, record_copy

CHOOSE = say("Choose to whom it goes.")


@require_http_methods(["GET", "POST"])
def client_disclose(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Choose a letter and to whom it may go, see exactly what would leave, and let it leave."""
    chart = _chart(request, client_id)
    asked = request.POST if request.method == "POST" else request.GET
    templates = sending.live_templates()
    wish = sending.letter_wish(asked, chart, templates)
    page = sending.read_letter_page(chart, templates, wish)
    release = request.method == "POST" and request.POST.get("do") == "release"
    draft, trouble = _drafted(request, chart, page, release)
    if release and draft is not None and trouble is None:
        try:
            letter = letters.release_letter(**_letter(request, chart, page))
        except Refusal as refusal:
            trouble = refusal
        else:
            return redirect("client_letter", client_id, letter.pk)
    status = _status(trouble) if release else HTTPStatus.OK
    context = {**page, "draft": draft, "trouble": trouble.sentence if trouble else "", "released": release}
    return _page(request, chart, "client_disclose", "privacy/letter.html", status, **context)


@require_http_methods(["GET", "POST"])
def client_tell(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Write down what is told to somebody by word of mouth, where there is a ground for it."""
    chart = _chart(request, client_id)
    wish = sending.tell_wish(request.POST if request.method == "POST" else request.GET)
    trouble: Refusal | None = None
    release = request.method == "POST" and request.POST.get("do") == "release"
    if release:
        try:
            _tell(request, chart, wish)
        except Refusal as refusal:
            trouble = refusal
        else:
            messages.success(request, _("Written down. It stands in the accounting of disclosures."))
            return redirect("client_disclosures", client_id)
    context = {
        **sending.read_tell_page(chart, wish),
        "trouble": trouble.sentence if trouble else "",
        "neither": NEITHER,
    }
    may_name = policies_privacy.may_name_relative(request.actor, chart.client) is None
    return _page(
        request, chart, "client_tell", "privacy/tell.html", _status(trouble), **context, may_name=may_name,
        may_order=chart.can(Permission.PRIVACY_MANAGE),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def client_record_copy(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Give the client a copy of their own record: the parts they ask for, as a paper."""
    chart = _chart(request, client_id)
    offered = record_copy.offered(request.actor, chart.episode.site_id)
    wanted = [part for part in request.POST.getlist("part") if part in offered]
    trouble = ""
    if request.method == "POST":
        if wanted:
            content = record_copy.hand_out(
                by=request.actor, client=chart.client, episode=chart.episode, parts=wanted, at=chart.at
            )
            return pdf.answer(content, "record-copy")
        trouble = _("Tick at least one part.")
    context = {"parts": [(key, label, key in wanted) for key, label in offered.items()], "trouble": trouble}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if trouble else HTTPStatus.OK
    return _page(request, chart, "client_record_copy", "privacy/copy.html", status, **context)


@require_GET
def client_letter(request: StaffRequest, client_id: uuid.UUID, letter_id: uuid.UUID) -> HttpResponse:
    """Say that a letter left, and offer its paper."""
    chart = read_chart(request.actor, client_id, clock.now())
    require(policies_privacy.may_see_disclosures(request.actor, chart.client))
    letter = sending.get_letter(chart, letter_id)
    context: dict[str, Any] = {
        "letter": sending.letter_row(letter, chart),
        "paper_url": reverse("client_letter_paper", args=[client_id, letter_id]),
    }
    return shown_part(request, chart, "client_disclosures", "privacy/letter_sent.html", **context)


@require_GET
def client_letter_paper(request: StaffRequest, client_id: uuid.UUID, letter_id: uuid.UUID) -> HttpResponse:
    """Show a letter's paper to staff as it was handed out. That is an event on record."""
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    require(policies_privacy.may_see_disclosures(request.actor, chart.client))
    letter = sending.get_letter(chart, letter_id)
    actions.print_from_chart(
        by=request.actor,
        client=chart.client,
        subject=("clients.letter", letter.pk),
        basis=own_use("chart_print", "letter"),
        at=at,
    )
    with letter.paper.file.open("rb") as paper:
        return pdf.answer(paper.read(), "letter", inline=True)


def _chart(request: StaffRequest, client_id: uuid.UUID) -> Chart:
    chart = read_chart(request.actor, client_id, clock.now())
    require(policies_privacy.may_disclose(request.actor, chart.client))
    return chart


def _letter(request: StaffRequest, chart: Chart, page: dict[str, Any]) -> dict[str, Any]:
    wish = page["wish"]
    party, _order = sending.chosen(chart, sending.TellWish("", "", [], wish.to, "", "", ""))
    return {
        "by": request.actor, "client": chart.client, "episode": chart.episode, "template": page["template"], "party": party,
        "first": wish.first, "last": wish.last, "reference": wish.reference, "at": chart.at,
    }  # fmt: skip


def _drafted(
    request: StaffRequest, chart: Chart, page: dict[str, Any], release: bool
) -> tuple[letters.Draft | None, Refusal | None]:
    """Write the letter as far as it can be; a refusal stands on the page instead of it."""
    asked = _letter(request, chart, page)
    if asked["party"] is None or asked["template"] is None:
        return None, Refusal(CHOOSE) if release else None
    try:
        return letters.draft(**asked), None
    except Refusal as refusal:
        return None, refusal


def _tell(request: StaffRequest, chart: Chart, wish: sending.TellWish) -> None:
    party, order = sending.chosen(chart, wish)
    if party is None:
        raise Refusal(CHOOSE)
    disclosing.tell(
        by=request.actor, client=chart.client, party=party, purpose=wish.purpose, information=wish.information, said=wish.said,
        at=chart.at, ground=wish.ground, order=order, note=wish.note,
    )  # fmt: skip


def _status(trouble: Refusal | None) -> int:
    # The gate's no is an answer about the record, not about the person: the page comes back with it and with what mends it.
    return HTTPStatus.UNPROCESSABLE_ENTITY if trouble else HTTPStatus.OK


def _page(request: StaffRequest, chart: Chart, here: str, page: str, status: int, **context: Any) -> HttpResponse:
    frame = {"ways": sending.ways(here, chart), "url": reverse(here, args=[chart.client.pk])}
    return shown_part(request, chart, "client_disclosures", page, status=status, **frame, **context)
