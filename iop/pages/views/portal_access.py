"""Who signs in from outside: staff invite, end, open again; and put a tablet into the waiting room."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients import portal_policies as policies
from clients.actions import portal
from clients.models import RelatedPerson
from clients.portal_rules import KIOSK_FOR
from iop.core import clock
from iop.core.errors import require
from iop.pages.portal_forms import EndForm, InviteForm
from iop.pages.presenters import portal_access as presenter
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.chart.parts import opened, shown
from iop.pages.views.form_pages import done

HERE = "client_portal"
both = require_http_methods(["GET", "POST"])


@require_GET
def client_portal(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show who may sign in, who is invited, and which relative a release names."""
    chart = opened(request, client_id)
    return shown(request, chart, HERE, "portal", **presenter.read_access(request.actor, chart, chart.at))


@never_cache
@both
def client_portal_invite(
    request: StaffRequest, client_id: uuid.UUID, relative_id: uuid.UUID | None = None
) -> HttpResponse:
    """Invite a client or a relative, and show once the code to tell them."""
    chart = _chart(request, client_id)
    person = presenter.person_of(chart, relative_id)
    form = InviteForm(request.POST or None, initial=presenter.first_words(chart.client, person))
    told: list[str] = []
    if request.method == "POST" and form.attempt(lambda: told.append(_invited(request, chart, person, form))):
        return _code(request, chart, person, told[0], form.cleaned_data["email"])
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    name = f"{person.first_name} {person.last_name}".strip() if person else chart.client.name
    return shown(
        request, chart, HERE, "portal_form", status, form=form, title=_("Invite %(name)s") % {"name": name},
        do=_("Invite"), back_url=reverse(HERE, args=[chart.client.pk]),
        intro=_("They get an e-mail with a link. You get a code of six digits to tell them yourself: in person or by phone."),
    )  # fmt: skip


@require_POST
def client_portal_revoke(request: StaffRequest, client_id: uuid.UUID, invitation_id: uuid.UUID) -> HttpResponse:
    """Take an invitation back."""
    chart = _chart(request, client_id)
    portal.revoke(by=request.actor, client=chart.client, invitation_id=invitation_id, at=chart.at)
    return done(request, _("The invitation was taken back. Its link and code open nothing."), _home(chart))


@both
def client_portal_end(request: StaffRequest, client_id: uuid.UUID, account_id: uuid.UUID) -> HttpResponse:
    """End somebody's access, with the reason."""
    chart = _chart(request, client_id)
    row = presenter.account_here(chart, account_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.attempt(
        lambda: portal.end_access(
            by=request.actor, client=chart.client, account_id=row.pk, reason=form.cleaned_data["reason"], at=chart.at
        )
    ):
        return done(request, _("The access has ended. They are signed out everywhere."), _home(chart))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return shown(
        request, chart, HERE, "portal_form", status, form=form, do=_("End the access"), is_danger=True,
        title=_("End the access of %(name)s") % {"name": presenter.called(row)}, back_url=_home(chart),
        intro=_("They are signed out everywhere at once. Their records stay theirs: they can ask for them on paper."),
    )  # fmt: skip


@require_POST
def client_portal_open(request: StaffRequest, client_id: uuid.UUID, account_id: uuid.UUID) -> HttpResponse:
    """Let somebody try again after too many wrong PINs."""
    chart = _chart(request, client_id)
    row = presenter.account_here(chart, account_id)
    portal.open_again(by=request.actor, client=chart.client, account_id=row.pk, at=chart.at)
    return done(request, _("They can try again now. A forgotten PIN needs a new invitation."), _home(chart))


@both
def kiosk_start(request: StaffRequest) -> HttpResponse:
    """Turn this device into the waiting room's tablet: the colleague is signed out, and only arriving is left."""
    places = [place for place in request.actor.places if policies.may_start_kiosk(request.actor, place.id) is None]
    if request.method == "GET" or not places:
        require(None if places else policies.may_start_kiosk(request.actor, uuid.uuid4()))
        known: Any = request
        chosen = known.site.id if known.site else None
        return render(request, "portal_access/kiosk_start.html", {"places": places, "chosen": chosen})
    asked = next((place for place in places if str(place.id) == request.POST.get("site")), places[0])
    _row, key = portal.start_kiosk(by=request.actor, site_id=asked.id, at=clock.now())
    logout(request)
    answer = redirect("kiosk")
    answer.set_cookie(
        settings.KIOSK_COOKIE, key, max_age=KIOSK_FOR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )  # fmt: skip
    return answer


@both
def kiosk_end(request: StaffRequest) -> HttpResponse:
    """Make the device an ordinary one again; whoever comes here has signed in with everything that a colleague signs in with."""
    if request.method == "GET":
        return render(request, "portal_access/kiosk_end.html")
    portal.end_kiosk(by=request.actor, key=request.COOKIES.get(settings.KIOSK_COOKIE, ""), at=clock.now())
    messages.success(request, _("This device is an ordinary one again."))
    answer = redirect("/")
    answer.delete_cookie(settings.KIOSK_COOKIE)
    return answer


def _chart(request: StaffRequest, client_id: uuid.UUID) -> Chart:
    chart = read_chart(request.actor, client_id, clock.now())
    require(policies.may_invite(request.actor, chart.client))
    return chart


def _home(chart: Chart) -> str:
    return reverse(HERE, args=[chart.client.pk])


def _invited(request: StaffRequest, chart: Chart, person: RelatedPerson | None, form: InviteForm) -> str:
    return portal.invite(by=request.actor, client=chart.client, person=person, at=chart.at, **form.cleaned_data)[1]


def _code(request: StaffRequest, chart: Chart, person: RelatedPerson | None, code: str, email: str) -> HttpResponse:
    name = person.first_name if person else chart.client.name
    return shown(request, chart, HERE, "portal_code", code=f"{code[:3]} {code[3:]}", name=name, email=email)
