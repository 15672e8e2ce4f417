"""At the door: today's list, told on arrival, the sample, or why there is none."""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import say
from iop.pages.drug_test_forms import CancelForm, CollectForm, OutcomeForm, SendForm, offer
from iop.pages.presenters.drug_tests.asking import collectable, screens, sites_where
from iop.pages.presenters.drug_tests.today import read_today
from iop.pages.presenters.schedule import nearby
from iop.pages.presenters.schedule.asking import StaffRequest, site_of
from iop.pages.views.drug_tests.framing import asked
from iop.pages.views.saving import tried
from therapy.actions import drug_tests
from therapy.choices.drug_tests import Matrix
from therapy.models.drug_tests import DrugTest

ONE_MINUTE = dt.timedelta(minutes=1)
NOT_A_COLLECTOR = say("Your role does not include ordering and collecting drug tests.")


@never_cache
@require_GET
def tests_today(request: StaffRequest) -> HttpResponse:
    """List who is to be tested today at a site."""
    found = sites_where(request.actor, Permission.TESTS_COLLECT, NOT_A_COLLECTOR)
    site = site_of(request, found)
    context = {
        "site": site,
        "sites": nearby.site_tabs(found, site, "tests_today"),
        "may_set_up": request.actor.can(Permission.TESTS_SETUP, site.pk),
        **read_today(request.actor, site, clock.now()),
    }
    return render(request, "drug_tests/today.html", context)


@require_POST
def drug_test_told(request: StaffRequest, test_id: uuid.UUID) -> HttpResponse:
    """Write down that the client was told, on arrival."""
    row, chart = collectable(request.actor, test_id, clock.now())
    drug_tests.tell_on_arrival(by=request.actor, test=row, at=chart.at)
    return redirect("drug_test_collect", row.pk)


@never_cache
@require_http_methods(["GET", "POST"])
def drug_test_collect(request: StaffRequest, test_id: uuid.UUID) -> HttpResponse:
    """Ask first, then write the sample down."""
    row, chart = collectable(request.actor, test_id, clock.now())
    local = chart.at.astimezone(ZoneInfo(row.episode.site.time_zone))
    form = CollectForm(
        request.POST or None,
        initial={"version": row.version, "panel": str(row.panel_id), "collected": local.time(), "use": row.told_use,
                 "substances": row.told_substances, "words": row.told_words},
    )  # fmt: skip
    offer(form.fields["panel"], {panel.pk: panel for panel in [row.panel, *screens()]}.values())
    form.beside = {"collected_at": "collected"}
    if request.method == "POST" and tried(form, lambda: _collect(request, row, chart.at, form), "version"):
        messages.success(request, _("The sample is written down."))
        return redirect("drug_test_screen", row.pk)
    return asked(
        request, chart, form, title=_("Collect"), do=_("Write the sample down"), template="collect",
        back=reverse("drug_test", args=[row.pk]), test=row, is_urine=row.panel.matrix == Matrix.URINE,
        outcome_url=reverse("drug_test_outcome", args=[row.pk]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def drug_test_outcome(request: StaffRequest, test_id: uuid.UUID) -> HttpResponse:
    """Close an order without a sample: declined, could not, missed."""
    row, chart = collectable(request.actor, test_id, clock.now())
    form = OutcomeForm(request.POST or None, initial={"version": row.version})

    def close() -> None:
        data = form.cleaned_data
        drug_tests.mark_outcome(
            by=request.actor,
            test=row,
            version=data["version"] or 0,
            outcome=data["outcome"],
            reason=data["reason"],
            at=chart.at,
        )

    if request.method == "POST" and tried(form, close):
        messages.success(request, _("Written down. It is not a result."))
        return redirect("drug_test", row.pk)
    return asked(
        request, chart, form, title=_("No sample"), do=_("Write it down"), back=reverse("drug_test", args=[row.pk]),
        intro=_("Three hours and water help many who cannot; oral fluid is another way. Nobody is pressed."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def drug_test_cancel(request: StaffRequest, test_id: uuid.UUID) -> HttpResponse:
    """Cancel an order that was a mistake."""
    row, chart = collectable(request.actor, test_id, clock.now())
    form = CancelForm(request.POST or None, initial={"version": row.version})
    done = request.method == "POST" and tried(
        form,
        lambda: drug_tests.cancel_test(
            by=request.actor, test=row, version=form.cleaned_data["version"] or 0, reason=form.cleaned_data["reason"],
            at=chart.at,
        ),
    )  # fmt: skip
    if done:
        messages.success(request, _("Cancelled."))
        return redirect("drug_test", row.pk)
    return asked(
        request, chart, form, title=_("Cancel this test"), do=_("Cancel it"), back=reverse("drug_test", args=[row.pk])
    )


@require_http_methods(["GET", "POST"])
def drug_test_send(request: StaffRequest, test_id: uuid.UUID) -> HttpResponse:
    """Send a sample to a laboratory."""
    row, chart = collectable(request.actor, test_id, clock.now())
    form = SendForm(
        request.POST or None,
        initial={"version": row.version, "laboratory": row.laboratory, "accession": row.accession},
    )

    def send() -> None:
        data = form.cleaned_data
        drug_tests.send_to_laboratory(
            by=request.actor, test=row, version=data["version"] or 0, laboratory=data["laboratory"],
            accession=data["accession"], at=chart.at,
        )  # fmt: skip

    if request.method == "POST" and tried(form, send):
        messages.success(request, _("Sent. The screen stays what it is until the laboratory answers."))
        return redirect("drug_test", row.pk)
    return asked(
        request,
        chart,
        form,
        title=_("Send to a laboratory"),
        do=_("It was sent"),
        back=reverse("drug_test", args=[row.pk]),
    )


def _collect(request: StaffRequest, row: DrugTest, at: dt.datetime, form: CollectForm) -> None:
    data = dict(form.cleaned_data)
    zone = row.episode.site.time_zone
    # The form knows minutes: a sample of this very minute is not from before its order, nor from the future.
    when = clock.at_local(clock.local_date(at, zone), data.pop("collected"), zone)
    if abs(when - at) < ONE_MINUTE:
        when = at
    panel = data.pop("panel")
    drug_tests.collect_sample(
        by=request.actor, test=row, version=data.pop("version") or 0, at=at, collected_at=when,
        panel=panel if panel.pk != row.panel_id else None, **data,
    )  # fmt: skip
