"""A channel that keeps everything: for development, demo and tests. The outbox page shows what it took."""

from __future__ import annotations

from iop.notifications.channels import Answer
from iop.notifications.models import Message


class Sink:
    """Takes every message and sends none."""

    def __enter__(self) -> Sink:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def send(self, message: Message) -> Answer:
        """Say that the message went; it stays where the outbox page shows it."""
        return Answer(ok=True, provider_id=f"sink:{message.pk}", said="kept")
