"""The program page, open to everybody, and its form."""

from __future__ import annotations

import hmac
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from redis.exceptions import RedisError

from clients.actions import inquiries
from iop.accounts.addresses import client_ip
from iop.core import clock
from iop.core.errors import Refusal
from iop.pages.access import public
from iop.pages.intake_forms.program import ProgramForm
from iop.pages.presenters.intake.program import ProgramPage, read_program
from iop.pages.presenters.intake.program_words import language_of

MOST_FROM_ONE_PLACE = 5
MOST_AT_A_SITE = 60
"""How many messages an hour are taken from one address, and at one site from all."""
AN_HOUR = 3600


@public
@never_cache
@require_http_methods(["GET", "POST"])
def program(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a site offers, printable, and take a message for intake where the site wants that."""
    language = language_of(request.GET.get("lang", ""), request.headers.get("Accept-Language", ""))
    with translation.override(language):
        page = read_program(code, language, clock.now())
        if request.method == "GET" or not page.profile.form_enabled:
            return _page(request, page, _form(page) if page.profile.form_enabled else None)
        return _take(request, page)


@public
@never_cache
@require_GET
def program_thanks(request: HttpRequest, code: str) -> HttpResponse:
    """Thank whoever wrote. It says nothing of what was written, nor what this place does."""
    language = language_of(request.GET.get("lang", ""), request.headers.get("Accept-Language", ""))
    with translation.override(language):
        page = read_program(code, language, clock.now())
        return render(request, "intake/program_thanks.html", {"page": page, "words": page.words})


def _take(request: HttpRequest, page: ProgramPage) -> HttpResponse:
    form = _form(page, request.POST)
    if form.is_trapped:
        # A machine is thanked like everybody else: it learns nothing, and nothing is kept.
        return _thank(page)
    if not form.is_valid():
        return _page(request, page, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if _comes_too_often(request, page):
        form.add_error(None, page.words["too_many"])
        return _page(request, page, form, HTTPStatus.TOO_MANY_REQUESTS)
    try:
        inquiries.receive_from_web(site_id=page.site.pk, at=form.at, **form.fields_of_inquiry)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, page, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _thank(page)


def _form(page: ProgramPage, data: Any = None) -> ProgramForm:
    return ProgramForm(data, language=page.language, at=clock.now(), auto_id="ask_%s")


def _thank(page: ProgramPage) -> HttpResponse:
    return redirect(f"{reverse('program_thanks', args=[page.site.code])}?lang={page.language}")


def _page(
    request: HttpRequest, page: ProgramPage, form: ProgramForm | None, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {"page": page, "words": page.words, "form": form}
    return render(request, "intake/program.html", context, status=status)


def _comes_too_often(request: HttpRequest, page: ProgramPage) -> bool:
    """Count messages in the cache that all processes share. Without it people still get through: a call for help comes first."""
    try:
        return any([
            _counted(f"program:from:{_hidden(client_ip(request))}") > MOST_FROM_ONE_PLACE,
            _counted(f"program:site:{page.site.pk}") > MOST_AT_A_SITE,
        ])  # fmt: skip
    except (RedisError, OSError):
        return False


def _counted(key: str) -> int:
    cache.add(key, 0, AN_HOUR)
    try:
        return int(cache.incr(key))
    except ValueError:
        # It ended between the two lines: this is the first of a new hour.
        return 1


def _hidden(address: str) -> str:
    # Who wrote from where is nobody's business, not even the cache's.
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), "sha256").hexdigest()[:32]
