"""What a mail service reports of a message later, through django-anymail's webhooks."""

from __future__ import annotations

from typing import Any

from iop.core import clock
from iop.notifications import receipts


def note_event(sender: object, event: Any, esp_name: str, **_more: object) -> None:
    """Write down one report. Those that say nothing of how a message ended (queued, opened) change nothing."""
    outcome = receipts.FROM_EMAIL.get(event.event_type or "")
    if outcome is None:
        return
    key = str((event.metadata or {}).get("key", ""))
    said = event.reject_reason or event.event_type
    receipts.note(key=key, provider_id=str(event.message_id or ""), outcome=outcome, said=str(said), at=clock.now())
