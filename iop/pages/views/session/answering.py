"""How a form that saves itself is answered: saved at what time, what stands instead, or why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from iop.core import clock
from iop.core.errors import Refusal, Stale
from iop.pages.presenters.days.words import clock_of


@dataclass(frozen=True)
class Saved:
    """What a save left behind: the version that the form now stands on."""

    version: int


@dataclass(frozen=True)
class Now:
    """What stands in the record when two people wrote: its version, and its fields as the form names them."""

    version: int
    fields: Mapping[str, Any]


def saves(
    request: HttpRequest, zone: str, back: str, *, work: Callable[[], Saved], now: Callable[[], Now]
) -> HttpResponse:
    """Save a form. One that saves itself gets JSON (docs/design.md); a plain one leads back to its page.

    Nothing is overwritten: a stale form is told what stands now. A refusal that a plain form meets goes to the refusal
    page, which shows again what was typed.
    """
    if "X-Autosave" not in request.headers:
        work()
        return redirect(back)
    try:
        saved = work()
    except Stale as told:
        current = now()
        answer = {"sentence": str(told), "version": current.version, "theirs": dict(current.fields)}
        return JsonResponse(answer, status=told.status)
    except Refusal as told:
        errors = {told.field: [str(told)]} if told.field else {}
        return JsonResponse({"sentence": str(told), "errors": errors}, status=told.status)
    return JsonResponse({"saved_at": clock_of(clock.now(), ZoneInfo(zone)), "version": saved.version})
