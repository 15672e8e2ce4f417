"""One referral: where it stands, what was learned, what the place was told."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clients.choices import Ground
from clients.gate.policies import may_disclose
from iop.core import clock
from iop.core.errors import require
from iop.pages import pdf
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.support.asking import referral_of
from iop.pages.presenters.support.casework import read_referral
from iop.pages.support_forms import LaterForm, MoveForm, TellForm
from iop.pages.views.chart.parts import shown
from iop.pages.views.form_pages import done
from iop.pages.views.saving import tried
from iop.pages.views.support.sheets import versioned
from iop.workflows import referral_letters
from therapy.actions import support as actions
from therapy.choices.support import REFERRAL_MOVES
from therapy.models.support import Referral


@require_GET
def referral(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Show a referral with its history."""
    return _page(request, *referral_of(request.actor, referral_id, clock.now()))


@require_POST
def referral_move(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Say where a referral stands now."""
    row, chart = referral_of(request.actor, referral_id, clock.now())
    form = MoveForm(request.POST, auto_id="move-%s")
    if tried(form, lambda: actions.move_referral(**_who(chart), referral=row, **versioned(form.cleaned_data))):
        return done(request, _("Written down."), _url(row))
    return _page(request, row, chart, move=form)


@require_POST
def referral_later(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Follow up on another day."""
    row, chart = referral_of(request.actor, referral_id, clock.now())
    form = LaterForm(request.POST, auto_id="later-%s")
    form.beside = {"follow_up_on": "on"}
    if tried(form, lambda: actions.follow_up_later(**_who(chart), referral=row, **versioned(form.cleaned_data))):
        return done(request, _("The day of following up is changed."), _url(row))
    return _page(request, row, chart, later=form)


@require_POST
def referral_tell(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Tell the place about the client, on a ground that the gate finds standing."""
    row, chart = referral_of(request.actor, referral_id, clock.now())
    require(may_disclose(request.actor, chart.client, Ground.CONSENT))
    form = TellForm(request.POST, auto_id="tell-%s")
    made: list[bytes] = []
    if tried(form, lambda: made.append(_tell(row, chart, versioned(form.cleaned_data)))):
        if made[0]:
            return pdf.answer(made[0], "referral")
        return done(request, _("Written down. It stands in the accounting of disclosures."), _url(row))
    return _page(request, row, chart, tell=form)


def _tell(row: Referral, chart: Chart, data: dict[str, Any]) -> bytes:
    return referral_letters.tell(
        **_who(chart), referral=row, version=data["version"], information=data["information"], said=data["said"],
        by_letter=data["sent_as"] == "letter",
    )  # fmt: skip


def _who(chart: Chart) -> dict[str, Any]:
    return {"by": chart.actor, "at": chart.at}


def _url(row: Referral) -> str:
    return reverse("referral", args=[row.pk])


def _page(request: StaffRequest, row: Referral, chart: Chart, **forms: Any) -> HttpResponse:
    at_version = {"version": row.version}
    may_tell = row.resource is not None and may_disclose(request.actor, chart.client, Ground.CONSENT) is None
    page = {
        "referral": read_referral(row, chart),
        "move": MoveForm(initial=at_version, auto_id="move-%s").only(REFERRAL_MOVES[row.status]),
        "later": LaterForm(
            initial={**at_version, "on": max(row.follow_up_on or chart.today, chart.today)}, auto_id="later-%s"
        ),
        "tell": TellForm(initial=at_version, auto_id="tell-%s") if may_tell else None,
        "row": row,
        **forms,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if forms else HTTPStatus.OK
    return shown(request, chart, "client_support", "referral", status, **page)
