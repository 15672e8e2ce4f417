"""The registers: recipients, service agreements, court orders."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients import party_rules, policies_privacy
from clients.actions import agreements, orders, parties
from clients.models import Client, RecipientParty
from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import require
from iop.documents.actions import store_file
from iop.pages import privacy_forms as forms
from iop.pages.presenters.clients.head import read_chart
from iop.pages.presenters.privacy import register
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.views.form_pages import ask, done, values
from iop.pages.views.saving import tried

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_http_methods(["GET", "POST"])
def recipients(request: StaffRequest) -> HttpResponse:
    """List outside recipients. Words to search for are posted; codes stand in the address."""
    require(policies_privacy.may_see_parties(request.actor))
    asked = request.POST if request.method == "POST" else request.GET
    wish = register.party_wish(asked, asked.get("q", "") if request.method == "POST" else "")
    context = {
        "list": register.read_parties(wish, register.today_of(request)), "may_keep": _may_keep(request),
        "phone_script": party_rules.SUBPOENA_ALONE,
    }  # fmt: skip
    return render(request, "privacy/recipients.html", context)


@require_http_methods(["GET", "POST"])
def recipient_new(request: StaffRequest) -> HttpResponse:
    """Put a recipient into the register."""
    require(policies_privacy.may_keep_parties(request.actor))
    form = forms.PartyForm(request.POST or None)
    made: list[RecipientParty] = []
    if request.method == "POST" and tried(form, lambda: made.append(_add_party(request, form))):
        return done(
            request, _("In the register. A consent, agreement or order lets something go there."), _party_url(made[0])
        )
    return ask(
        request, form, title=_("Add a recipient"), crumbs=[(reverse("recipients"), _("Recipients"))], do=_("Add"),
        intro=_("Being in the register permits nothing. It lets a consent, an agreement or an order name exactly whom it means."),
    )  # fmt: skip


@require_GET
def recipient(request: StaffRequest, party_id: uuid.UUID) -> HttpResponse:
    """Show a recipient with its agreements and orders."""
    require(policies_privacy.may_see_parties(request.actor))
    found = register.read_party(request.actor, register.get_party(party_id), register.today_of(request))
    return render(request, "privacy/recipient.html", {**found, "may_keep": _may_keep(request)})


@require_http_methods(["GET", "POST"])
def recipient_edit(request: StaffRequest, party_id: uuid.UUID) -> HttpResponse:
    """Change a recipient, unless somebody else did meanwhile."""
    require(policies_privacy.may_keep_parties(request.actor))
    party = register.get_party(party_id)
    form = forms.PartyForm(request.POST or None, initial=values(party, forms.PartyForm))
    if party.person_id:
        form.for_relative()
    if request.method == "POST" and tried(form, lambda: _change_party(request, party, form)):
        return done(request, _("Saved. What left earlier keeps the name and address it had then."), _party_url(party))
    crumbs = [(reverse("recipients"), _("Recipients")), (_party_url(party), party.name)]
    return ask(request, form, title=_("Change a recipient"), crumbs=crumbs, do=_("Save"))


@require_POST
def recipient_active(request: StaffRequest, party_id: uuid.UUID) -> HttpResponse:
    """Take a recipient out of use, or back into it."""
    require(policies_privacy.may_keep_parties(request.actor))
    party = register.get_party(party_id)
    active = request.POST.get("active") == "1"
    parties.set_party_active(by=request.actor, party=party, active=active, at=clock.now())
    words = _("Back in use.") if active else _("Out of use. Nothing goes there any more; what left stays on record.")
    return done(request, words, _party_url(party))


@require_POST
def client_relative_recipient(request: StaffRequest, client_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    """Make somebody from the client's contacts a recipient whom a release can name."""
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    require(policies_privacy.may_name_relative(request.actor, chart.client))
    person = register.related_person(chart.client, person_id)
    parties.name_relative(by=request.actor, client=chart.client, person=person, at=at)
    return done(
        request, _("They can now be named in a release. Until one is signed, they hear nothing."),
        reverse("client_tell", args=[client_id]),
    )  # fmt: skip


@require_GET
def agreements_page(request: StaffRequest) -> HttpResponse:
    """List service agreements, those that end soonest first."""
    require(policies_privacy.may_see_parties(request.actor))
    whole = request.GET.get("over") == "1"
    rows = register.read_agreements(register.today_of(request), all_of_them=whole)
    return render(request, "privacy/agreements.html", {"rows": rows, "whole": whole, "may_keep": _may_keep(request)})


@require_http_methods(["GET", "POST"])
def agreement_new(request: StaffRequest) -> HttpResponse:
    """Record a signed agreement."""
    require(policies_privacy.may_keep_parties(request.actor))
    known = as_uuid(request.GET.get("party"))
    form = forms.AgreementForm(
        request.POST or None,
        request.FILES or None,
        initial={"party": str(known or ""), "starts_on": register.today_of(request)},
    ).offer(RecipientParty.objects.filter(is_active=True))
    made: list[Any] = []
    if request.method == "POST" and tried(form, lambda: made.append(_add_agreement(request, form))):
        return done(request, _("The agreement is on record."), reverse("agreement", args=[made[0].pk]))
    crumbs = [(reverse("agreements"), _("Agreements"))]
    return ask(
        request, form, title=_("Record an agreement"), crumbs=crumbs, do=_("Record"),
        intro=_(
            "Whoever serves the program by agreement is bound as we are (42 CFR 2.11) and may receive what those services need, "
            "without a consent."
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def agreement(request: StaffRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Show an agreement; end it."""
    require(policies_privacy.may_see_parties(request.actor))
    row, today = register.get_agreement(agreement_id), register.today_of(request)
    form = forms.EndAgreementForm(request.POST or None, initial={"on": today})
    if request.method == "POST":
        require(policies_privacy.may_keep_parties(request.actor))
        end: dict[str, Any] = {"by": request.actor, "agreement": row, "at": clock.now()}
        if tried(form, lambda: agreements.end_agreement(**end, **form.cleaned_data)):
            return done(
                request, _("Ended. Nothing leaves on it after its last day."), reverse("agreement", args=[row.pk])
            )
    context = {
        "row": register.agreement_row(row, today), "agreement": row, "form": form,
        "may_keep": _may_keep(request) and not row.ended_reason,
    }  # fmt: skip
    return render(request, "privacy/agreement.html", context, status=WRONG if form.errors else HTTPStatus.OK)


@require_GET
def court_orders(request: StaffRequest) -> HttpResponse:
    """List court orders, and say what a subpoena alone is worth."""
    require(policies_privacy.may_see_parties(request.actor))
    page = request.GET.get("page", "")
    found = register.read_orders(
        request.actor, register.today_of(request), int(page) if page.isdecimal() and 0 < len(page) < 5 else 1
    )
    context = {"list": found, "subpoena_alone": party_rules.SUBPOENA_ALONE, "may_keep": _may_keep(request)}
    return render(request, "privacy/orders.html", context)


@require_http_methods(["GET", "POST"])
def court_order_new(request: StaffRequest) -> HttpResponse:
    """Record what came from a court about the program, or (from a chart) about a client."""
    client = _client_of(request)
    site_id = _site_of(request, client)
    require(policies_privacy.may_keep_orders(request.actor, site_id))
    form = forms.OrderForm(request.POST or None, request.FILES or None).offer(
        RecipientParty.objects.filter(is_active=True)
    )
    made: list[Any] = []
    if request.method == "POST":
        if form.only_a_subpoena():
            return _order_page(request, form, client, party_rules.SUBPOENA_ALONE)
        if tried(form, lambda: made.append(_record_order(request, form, site_id, client))):
            return done(request, _("On record."), reverse("court_order", args=[made[0].pk]))
    return _order_page(request, form, client)


@require_http_methods(["GET", "POST"])
def court_order(request: StaffRequest, order_id: uuid.UUID) -> HttpResponse:
    """Show a court order and whether it opens anything; add the mandate when it comes."""
    require(policies_privacy.may_see_parties(request.actor))
    row, today = register.get_order(request.actor, order_id), register.today_of(request)
    form = forms.MandateForm(request.POST or None, initial={"mandate": row.mandate, "mandate_on": row.mandate_on})
    may_keep = policies_privacy.may_keep_orders(request.actor, row.site_id)
    if request.method == "POST":
        require(may_keep)
        add: dict[str, Any] = {"by": request.actor, "order": row, "at": clock.now()}
        if tried(form, lambda: orders.add_mandate(**add, **form.cleaned_data)):
            return done(request, _("Recorded with the order."), reverse("court_order", args=[row.pk]))
    names = register.names_of(request.actor, [row])
    context = {
        "row": register.order_row(row, today, names), "order": row, "form": form,
        "may_keep": may_keep is None and not (row.mandate and row.notice_given),
    }  # fmt: skip
    return render(request, "privacy/order.html", context, status=WRONG if form.errors else HTTPStatus.OK)


def _may_keep(request: StaffRequest) -> bool:
    return policies_privacy.may_keep_parties(request.actor) is None


def _party_url(party: RecipientParty) -> str:
    return reverse("recipient", args=[party.pk])


def _add_party(request: StaffRequest, form: forms.PartyForm) -> RecipientParty:
    typed = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    return parties.add_party(by=request.actor, at=clock.now(), **typed)


def _change_party(request: StaffRequest, party: RecipientParty, form: forms.PartyForm) -> None:
    changes = dict(form.cleaned_data)
    version = changes.pop("version") or 0
    parties.change_party(by=request.actor, party=party, version=version, changes=changes, at=clock.now())


def _add_agreement(request: StaffRequest, form: forms.AgreementForm) -> Any:
    data = dict(form.cleaned_data)
    upload = data.pop("paper")
    paper = store_file(by=request.actor, upload=upload) if upload else None
    return agreements.add_agreement(by=request.actor, at=clock.now(), paper=paper, **data)


def _record_order(request: StaffRequest, form: forms.OrderForm, site_id: uuid.UUID, client: Client | None) -> Any:
    data = dict(form.cleaned_data)
    upload = data.pop("paper")
    paper = store_file(by=request.actor, upload=upload) if upload else None
    return orders.record_order(by=request.actor, site_id=site_id, client=client, at=clock.now(), paper=paper, **data)


def _client_of(request: StaffRequest) -> Client | None:
    client_id = as_uuid(request.GET.get("client"))
    return read_chart(request.actor, client_id, clock.now()).client if client_id else None


def _site_of(request: StaffRequest, client: Client | None) -> uuid.UUID:
    mine = request.actor.sites_where(Permission.PRIVACY_MANAGE)
    if client is not None:
        theirs = [episode.site_id for episode in client.episodes.all()]
        return next((site for site in theirs if site in mine), theirs[0])
    shown: Any = getattr(request, "site", None)
    if shown and (shown.id in mine or not mine):
        return uuid.UUID(str(shown.id))
    return next(iter(mine), uuid.UUID(int=0))


def _order_page(
    request: StaffRequest, form: forms.OrderForm, client: Client | None, not_enough: Any = None
) -> HttpResponse:
    context = {"form": form, "client": client, "not_enough": not_enough, "subpoena_alone": party_rules.SUBPOENA_ALONE}
    status = WRONG if form.errors else HTTPStatus.CONFLICT if not_enough else HTTPStatus.OK
    return render(request, "privacy/order_new.html", context, status=status)


__all__ = [
    "agreement", "agreement_new", "agreements_page", "client_relative_recipient", "court_order", "court_order_new",
    "court_orders", "recipient", "recipient_active", "recipient_edit", "recipient_new", "recipients",
]  # fmt: skip
