"""Asking for a link to sign in, so that neither the answer nor its time tells whether an inbox is known.

The page hands the address in, closed, and answers; a worker looks whom it belongs to and writes.
"""

from __future__ import annotations

from celery import current_app
from kombu.exceptions import OperationalError

from clients.actions.portal import ask_for_links
from iop.core import clock, crypto
from iop.core.errors import Conflict
from iop.core.words import say

TASK, DELIVER = "portal.send_links", "notifications.deliver"
PLACE = "clients_portallink.asked"
"""What a handed-in address is bound to, so that the broker holds none that can be read."""


def hand_in(email: str) -> None:
    """Have a worker write to an inbox. Raises ``Conflict`` when none can be asked, for known and unknown inboxes alike."""
    closed = crypto.encrypt(email.strip()[:254], PLACE)
    try:
        current_app.send_task(TASK, args=[closed], queue="messages", retry=False)
    except OperationalError as away:
        raise Conflict(say("This does not work just now. Try again in a minute, or call us."), code="away") from away


def write(closed: str) -> int:
    """Write to the inbox that was handed in and have the letters leave at once; say how many."""
    number = ask_for_links(email=crypto.decrypt(closed, PLACE), at=clock.now())
    if number:
        current_app.send_task(DELIVER, queue="messages", retry=False)
    return number
