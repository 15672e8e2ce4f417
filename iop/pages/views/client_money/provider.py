"""What the payment provider tells us. It shows nothing of anybody, and is believed when it is signed."""

from __future__ import annotations

from http import HTTPStatus

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing.actions.client_money.online import hear
from iop.core import clock
from iop.core.errors import Conflict, NotAllowed
from iop.pages.access import public

LONGEST = 20_000


@csrf_exempt
@public
@require_POST
def payment_heard(request: HttpRequest) -> HttpResponse:
    """Take a message of the provider; the same one again changes nothing."""
    if len(request.body) > LONGEST:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        hear(body=request.body, headers=request.headers, at=clock.now())
    except NotAllowed:
        if not ratelimit.consume(request, app="iop", action="unsigned_call", config=settings.CALLBACK_RATE_LIMITS):
            return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
        return HttpResponseForbidden()
    except Conflict:
        return HttpResponse(status=HTTPStatus.CONFLICT)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
