"""Ways a message leaves. Each answers in the same words, whatever provider stands behind it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from iop.notifications.models import Message


@dataclass(frozen=True)
class Answer:
    """What a provider said. ``may_help`` says whether trying again later could help; ``said`` is a code, never a text of ours.

    ``is_down`` says that the provider answers nobody just now, ``is_stopped`` that this address asked it to stop.
    """

    ok: bool
    provider_id: str = ""
    said: str = ""
    may_help: bool = True
    is_down: bool = False
    is_stopped: bool = False


class Channel(Protocol):
    """Sends messages of one kind. Used as a context, so that a batch shares one connection."""

    def __enter__(self) -> Channel: ...
    def __exit__(self, *exc: object) -> None: ...

    def send(self, message: Message) -> Answer:
        """Send one message. The message's ``key`` goes along, so that a provider can tell a repetition."""
        ...


def channel_for(kind: str) -> AbstractContextManager[Channel]:
    """Give the channel that ``MESSAGE_CHANNELS`` names for this kind, ready to be opened."""
    path = settings.MESSAGE_CHANNELS.get(kind, "iop.notifications.channels.missing.Missing")
    made: AbstractContextManager[Channel] = import_string(path)()
    return made
