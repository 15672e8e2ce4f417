"""What somebody sees who tried too often."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from iop.accounts.choices import UserKind
from iop.accounts.models import User
from iop.accounts.people import Stranger
from iop.audit.recorder import record


def tried_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Say for whom somebody tries to sign in, so that a lock shuts one person out and not a whole clinic's address."""
    given = credentials or {}
    return str(given.get("email") or given.get("username") or request.POST.get("login", "")).strip().casefold()


def answer(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None, *_: Any) -> HttpResponse:
    """Say kindly that the door rests for a while, and put it on the record."""
    tried = tried_name(request, credentials)
    user = User.objects.filter(email__iexact=tried, kind=UserKind.STAFF).first() if tried else None
    record(by=Stranger(), verb="accounts.locked_out", subject=user, detail={"account_known": user is not None})
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    page = render(request, "account/locked_out.html", {"minutes": minutes}, status=HTTPStatus.TOO_MANY_REQUESTS)
    page["Retry-After"] = str(minutes * 60)
    return page
