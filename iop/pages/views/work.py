"""My work: what I owe, how old it is, and one click to its place."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iop.core import clock
from iop.pages.answers import show
from iop.pages.presenters.ground_lists import my_work
from iop.pages.views.ground import actor
from iop.work.actions import close_item
from iop.work.choices import WorkKind
from iop.work.models import WorkItem


def work(request: HttpRequest) -> HttpResponse:
    """List what is assigned to me, or to a role that I hold at its site."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in WorkKind.values else ""
    kinds = [{"value": value, "label": label, "current": value == kind} for value, label in WorkKind.choices]
    return show(request, "work/list.html", {**my_work(actor(request), clock.now(), kind), "kinds": kinds})


@require_POST
def work_close(request: HttpRequest, item_id: uuid.UUID) -> HttpResponse:
    """Close a piece of work as done, or drop it with a reason."""
    places = actor(request).site_ids
    item = get_object_or_404(WorkItem, pk=item_id, site_id__in=list(places))
    dropped = request.POST.get("how") == "drop"
    close_item(
        by=actor(request), item_id=item.pk, outcome=request.POST.get("outcome", ""), dropped=dropped, at=clock.now()
    )
    messages.success(request, _("Dropped.") if dropped else _("Done."))
    return redirect("work")
