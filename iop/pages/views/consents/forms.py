"""The forms that consents are made from: listed, looked at, and put into a new version."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients import consent_policies
from clients.actions import consents
from clients.models import ConsentTemplate
from iop.core import clock
from iop.core.errors import require
from iop.pages.consent_forms import VersionForm
from iop.pages.presenters.consents.forms import preview, read_forms, read_version, today_of
from iop.pages.presenters.schedule.asking import StaffRequest


@require_GET
def consent_forms(request: StaffRequest) -> HttpResponse:
    """List every form with the version that holds."""
    require(consent_policies.may_change_forms(request.actor))
    return render(request, "consents/forms.html", {"forms": read_forms()})


@require_POST
def consent_forms_install(request: StaffRequest) -> HttpResponse:
    """Make the forms that are missing."""
    made = consents.install_forms(by=request.actor, at=clock.now())
    messages.success(request, _("%(number)d forms were added.") % {"number": made})
    return redirect("consent_forms")


@require_http_methods(["GET", "POST"])
def consent_template(request: StaffRequest, template_id: uuid.UUID) -> HttpResponse:
    """Show a form as clients read it; change its words, look at them, and make a new version."""
    require(consent_policies.may_change_forms(request.actor))
    row = get_object_or_404(ConsentTemplate, pk=template_id)
    initial = {"title": row.title, "valid_from": today_of(request.actor, clock.now())}
    form = VersionForm(request.POST or None, sections=row.sections, initial=initial)
    if (
        request.method == "POST"
        and request.POST.get("do") == "make"
        and form.attempt(lambda: _make(request, row, form))
    ):
        messages.success(request, _("The new version holds now. Drafts of the old one ask to be carried over."))
        return redirect("consent_forms")
    context = {"version": read_version(row, form), "form": form, "preview": preview(row, form), "row": row}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
    return render(request, "consents/version.html", context, status=status)


def _make(request: StaffRequest, row: ConsentTemplate, form: VersionForm) -> ConsentTemplate:
    return consents.new_template_version(
        by=request.actor, template=row, title=form.cleaned_data["title"], sections=form.sections(),
        valid_from=form.cleaned_data["valid_from"], at=clock.now(),
    )  # fmt: skip
