"""Stands where no provider was set up, so that a message is shown as not sent and never as sent."""

from __future__ import annotations

from iop.notifications.channels import Answer
from iop.notifications.models import Message


class Missing:
    """Refuses every message, for good."""

    def __enter__(self) -> Missing:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def send(self, message: Message) -> Answer:
        """Say that there is no provider."""
        return Answer(ok=False, said="no_provider", may_help=False)
