"""Where everything about one's recovery is: what waits, topics, progress, and asking for more."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from iop.core import clock
from iop.pages.views.saving import tried
from iop.portal.access import OutsiderRequest, client_of, for_clients
from iop.portal.forms.recovery import SupportForm
from iop.portal.presenters.recovery import between, hub, progress
from iop.portal.presenters.recovery.stay import was_in_treatment
from iop.workflows import more_support
from therapy.choices.follow_ups import AskChannel


@for_clients
@require_GET
def my_recovery(request: OutsiderRequest) -> HttpResponse:
    """Show what waits, and where everything is."""
    return render(request, "portal/recovery/hub.html", hub.page(client_of(request), clock.now()))


@for_clients
@require_GET
def my_topics(request: OutsiderRequest) -> HttpResponse:
    """Show what the groups talked about on days that the client was there, with what there is to take home."""
    return render(request, "portal/recovery/topics.html", {"topics": between.topics(client_of(request))})


@for_clients
@require_safe
def my_handout(request: OutsiderRequest, handout_id: uuid.UUID) -> FileResponse:
    """Hand out the file of a topic that the client was there for, to be saved: it never opens inside this site."""
    stored = get_object_or_404(between.handouts_of(client_of(request)).distinct(), pk=handout_id).file
    assert stored is not None
    answer = FileResponse(
        stored.file.open("rb"), as_attachment=True, filename=stored.original_name, content_type=stored.content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@for_clients
@require_GET
def my_progress(request: OutsiderRequest) -> HttpResponse:
    """Show how far they have come."""
    return render(request, "portal/recovery/progress.html", progress.page(client_of(request)))


@for_clients
@require_http_methods(["GET", "POST"])
def my_more_support(request: OutsiderRequest) -> HttpResponse:
    """Ask for more support; it goes to whoever answers for them now."""
    client = client_of(request)
    form = SupportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and tried(form, lambda: _ask(request, form)):
        messages.success(request, _("We have it. Somebody from the team will call you."))
        return redirect("my_recovery")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    page = {"form": form, "is_new": not was_in_treatment(client)}
    return render(request, "portal/recovery/more_support.html", page, status=status)


def _ask(request: OutsiderRequest, form: SupportForm) -> None:
    more_support.ask(
        by=request.outsider.actor,
        client=client_of(request),
        channel=AskChannel.PORTAL,
        at=clock.now(),
        **form.cleaned_data,
    )
