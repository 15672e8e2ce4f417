"""What is called from outside without a sign-in: providers that report, people who write back, the link that ends e-mails.

None of it shows anything of anybody. A provider's call is believed when it is signed; who calls too often without a right
signature is not listened to for a while.
"""

from __future__ import annotations

from http import HTTPStatus
from importlib import import_module
from typing import Any
from xml.sax.saxutils import escape

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from iop.core import clock
from iop.notifications import receipts, replies
from iop.notifications.choices import StopSource
from iop.notifications.letters import message_of
from iop.notifications.signatures import is_signed
from iop.notifications.stops import stop
from iop.pages.access import public

XML = "text/xml; charset=utf-8"
OWN_WORDS = "OptOutType"
"""What the provider adds to a text whose word it has already obeyed and answered itself."""


@csrf_exempt
@public
@require_POST
def sms_status(request: HttpRequest) -> HttpResponse:
    """Hear from the provider of texts how one fared. States that say nothing yet are passed over."""
    refused = _refused(request)
    if refused is not None:
        return refused
    outcome = receipts.FROM_SMS.get(request.POST.get("MessageStatus", ""))
    if outcome is not None:
        receipts.note(
            key=request.GET.get("key", ""), provider_id=request.POST.get("MessageSid", ""), outcome=outcome,
            said=_code(request.POST.get("ErrorCode") or outcome), at=clock.now(),
        )  # fmt: skip
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@csrf_exempt
@public
@require_POST
def sms_incoming(request: HttpRequest) -> HttpResponse:
    """Take a text that somebody wrote to our number, and answer it neutrally."""
    refused = _refused(request)
    if refused is not None:
        return refused
    answer = replies.came_in(
        address=request.POST.get("From", "")[:40], words=request.POST.get("Body", ""),
        provider_id=request.POST.get("MessageSid", ""), at=clock.now(),
    )  # fmt: skip
    said = f"<Message>{escape(answer)}</Message>" if answer and OWN_WORDS not in request.POST else ""
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?><Response>{said}</Response>', content_type=XML)


@csrf_exempt
@public
def email_told(request: HttpRequest) -> HttpResponse:
    """Hear from the mail service how e-mails fared. There is no such address without a service and a secret of its own."""
    view = _tracking_view()
    if view is None:
        raise Http404
    return view(request)


@csrf_exempt
@public
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Let whoever reads an e-mail stop such e-mails: a button, since machines follow links, or the mailbox's one click."""
    message = message_of(token)
    if not ratelimit.consume(request, app="iop", action="unsubscribe", config=settings.CALLBACK_RATE_LIMITS):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    if message is None:
        return _neutral(request, "gone", "", HTTPStatus.NOT_FOUND)
    if request.method == "GET":
        return _neutral(request, "ask", message.language)
    stop(channel=message.channel, address=message.to, source=StopSource.LINK, at=clock.now())
    return _neutral(request, "done", message.language)


def _neutral(request: HttpRequest, step: str, language: str, status: int = HTTPStatus.OK) -> HttpResponse:
    # In the language of the e-mail, and saying nothing of what this place is.
    with translation.override(language or translation.get_language() or "en"):
        return render(
            request, "notifications/unsubscribe.html", {"step": step, "language": language or "en"}, status=status
        )


def _refused(request: HttpRequest) -> HttpResponse | None:
    posted = {name: request.POST.getlist(name) for name in request.POST}
    signature = request.headers.get("X-Twilio-Signature", "")
    if is_signed(settings.TWILIO_AUTH_TOKEN, _called(request), posted, signature):
        return None
    if not ratelimit.consume(request, app="iop", action="unsigned_call", config=settings.CALLBACK_RATE_LIMITS):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    return HttpResponseForbidden()


def _called(request: HttpRequest) -> str:
    """Say the address as the provider knows it: a proxy may have changed what arrives here."""
    if settings.SITE_URL:
        return settings.SITE_URL + request.get_full_path()
    return request.build_absolute_uri()


def _code(said: str) -> str:
    return "".join(letter for letter in said if letter.isalnum() or letter in "._-")[:60]


def _tracking_view() -> Any:
    parts = settings.EMAIL_BACKEND.split(".")
    if parts[:2] != ["anymail", "backends"] or not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        return None
    module = import_module(f"anymail.webhooks.{parts[2]}")
    names = [name for name in dir(module) if name.endswith(("TrackingWebhookView", "CombinedWebhookView"))]
    own = [getattr(module, name) for name in names if getattr(module, name).__module__ == module.__name__]
    return own[0].as_view() if own else None
