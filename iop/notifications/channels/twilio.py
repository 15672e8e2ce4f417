"""Text messages through Twilio: one HTTP POST each, no library."""

from __future__ import annotations

import base64
import json
from http import HTTPStatus
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.urls import reverse

from iop.notifications.channels import Answer
from iop.notifications.models import Message

ADDRESS = "https://api.twilio.com/2010-04-01/Accounts/{account}/Messages.json"
SECONDS = 15
SAID_STOP = 21610
"""Their code for a number that answered STOP."""


class Twilio:
    """Sends text messages. Their answer to a repeated ``I-Twilio-Idempotency-Token`` is the first one's."""

    def __enter__(self) -> Twilio:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def send(self, message: Message) -> Answer:
        """Send one text. A number that cannot be reached (4xx) is not tried again; a busy provider is."""
        try:
            with urlopen(self._request(message), timeout=SECONDS) as response:  # noqa: S310 - the address is ours
                return Answer(ok=True, provider_id=str(json.load(response).get("sid", "")), said="accepted")
        except HTTPError as refusal:
            return _refused(refusal)
        except (URLError, OSError, ValueError) as failure:
            return Answer(ok=False, said=type(failure).__name__, is_down=True)

    def _request(self, message: Message) -> Request:
        account = settings.TWILIO_ACCOUNT_SID
        key = base64.b64encode(f"{account}:{settings.TWILIO_AUTH_TOKEN}".encode()).decode()
        fields = {"To": message.to, "From": settings.TWILIO_FROM, "Body": message.body}
        if settings.SITE_URL:
            fields["StatusCallback"] = f"{settings.SITE_URL}{reverse('sms_status')}?{urlencode({'key': message.key})}"
        text = urlencode(fields)
        headers = {"Authorization": f"Basic {key}", "I-Twilio-Idempotency-Token": message.key}
        return Request(ADDRESS.format(account=quote(account)), data=text.encode(), headers=headers, method="POST")  # noqa: S310


def _refused(refusal: HTTPError) -> Answer:
    busy = refusal.code == HTTPStatus.TOO_MANY_REQUESTS or refusal.code >= HTTPStatus.INTERNAL_SERVER_ERROR
    wrong_account = refusal.code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
    code = _code_of(refusal)
    said = f"http_{refusal.code}" + (f"_{code}" if code else "")
    down = busy or wrong_account
    return Answer(ok=False, said=said, may_help=down, is_down=down, is_stopped=code == SAID_STOP)


def _code_of(refusal: HTTPError) -> int:
    try:
        return int(json.load(refusal).get("code", 0))
    except (ValueError, TypeError, AttributeError, OSError, KeyError):
        return 0
