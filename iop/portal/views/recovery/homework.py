"""Homework: a client sees it, does it and says how it was."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from iop.core import clock
from iop.portal.access import OutsiderRequest, client_of, for_clients
from iop.portal.presenters.recovery import between
from therapy.actions.homework import do_homework, reopen_homework


@for_clients
@require_GET
def my_homework(request: OutsiderRequest) -> HttpResponse:
    """Show what is to do and what is done."""
    return render(request, "portal/recovery/homework.html", between.homework(client_of(request), clock.now()))


@for_clients
@require_POST
def my_homework_done(request: OutsiderRequest, homework_id: uuid.UUID) -> HttpResponse:
    """Say that it is done and how it was, or take that back."""
    row = get_object_or_404(between.homework_of(client_of(request)), pk=homework_id)
    at, by = clock.now(), request.outsider.actor
    if request.POST.get("do") == "reopen":
        reopen_homework(by=by, homework=row, at=at)
    else:
        do_homework(by=by, homework=row, words=request.POST.get("words", ""), at=at)
        messages.success(request, _("Well done. Your counselor can see it."))
    return redirect("my_homework")
