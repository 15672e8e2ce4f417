"""For the worker that a fault test starts: the tests' settings, a provider that follows a script, and short leases."""

from __future__ import annotations

import os
from pathlib import Path

from iop.settings.logs import logging_by_structlog
from iop.settings.test import *


class AsTold(dict[str, int]):
    """How many messages a provider takes in a minute: what the file FAULTS_PACE says now."""

    def get(self, channel: str, default: int = 0) -> int:
        return int(Path(os.environ["FAULTS_PACE"]).read_text())


SINK_APART = True
MESSAGE_CHANNELS = dict.fromkeys(("email", "sms"), "tests.faults.provider.Scripted")
MESSAGES_PER_MINUTE = AsTold()
MESSAGE_LEASE_SECONDS = 3
LOGGING = logging_by_structlog(level="INFO")
