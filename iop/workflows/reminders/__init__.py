"""Reminders: what begins, who wants to be told of it how long before, and the one message that says so.

``plan`` makes messages of what the slot ``REMINDERS`` knows, each thing told once; ``no_longer_true`` stops a message whose
words do not hold any more (slot ``MESSAGE_STILL_WANTED``). docs/reminders.md tells the whole.
"""

from __future__ import annotations

from iop.workflows.reminders.planning import plan
from iop.workflows.reminders.truth import no_longer_true

__all__ = ["no_longer_true", "plan"]
