"""A client's calendar feed: making the secret address, stopping it, and answering whoever knows it."""

from __future__ import annotations

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.accounts.addresses import client_ip
from iop.core import clock
from iop.pages.access import public
from iop.portal.access import OutsiderRequest, for_clients
from iop.portal.forms.asking import FeedForm
from iop.portal.presenters import feeds
from scheduling.actions.feeds import hash_of, live_feed, make_feed, note_read, stop_feed

MOST_AN_HOUR = 120
"""Asks of one address, and wrong addresses from one place, within an hour."""
HOUR = 3600


@for_clients
@require_http_methods(["GET", "POST"])
def show(request: OutsiderRequest) -> HttpResponse:
    """Show whether a calendar address stands; a POST makes one, shown this once."""
    outsider, at, made = request.outsider, clock.now(), ""
    form = FeedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        token = make_feed(by=outsider.actor, account=outsider.account, title=form.cleaned_data["title"], at=at)
        made = request.build_absolute_uri(reverse("calendar_feed", args=[token]))
    context = feeds.page(outsider.account, at) | {"form": form, "made": made, "subscribe": _subscribe(made)}
    return render(request, "portal/home/feed.html", context, status=422 if form.errors else 200)


@for_clients
@require_POST
def stop(request: OutsiderRequest) -> HttpResponse:
    """Stop the calendar address at once."""
    stop_feed(by=request.outsider.actor, account=request.outsider.account, at=clock.now())
    messages.success(request, _("Your calendar address is stopped."))
    return redirect("my_feed")


@public
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a calendar that knows a secret address. Whatever does not stand looks like not there."""
    if _is_too_often(f"feed:{client_ip(request)}:wrong", counts=False) or _is_too_often(f"feed:{hash_of(token)}"):
        return HttpResponse(status=429, headers={"Retry-After": str(HOUR)})
    row, at = live_feed(token), clock.now()
    if row is None:
        _is_too_often(f"feed:{client_ip(request)}:wrong")
        raise Http404
    note_read(row, at)
    found = feeds.fed(row, at)
    headers = {"ETag": f'"{found.tag}"', "Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
    if request.headers.get("If-None-Match", "").removeprefix("W/") == headers["ETag"]:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(found.body, content_type="text/calendar; charset=utf-8", headers=headers)


def _is_too_often(key: str, *, counts: bool = True) -> bool:
    if not counts:
        return int(cache.get(key, 0)) >= MOST_AN_HOUR
    cache.add(key, 0, HOUR)
    try:
        return int(cache.incr(key)) > MOST_AN_HOUR
    except ValueError:
        return False


def _subscribe(made: str) -> str:
    """Give the address as phones open it: their calendar asks whether to subscribe."""
    return made.replace("https://", "webcal://", 1).replace("http://", "webcal://", 1) if made else ""
