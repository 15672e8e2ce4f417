"""A provider that does as a file says: takes, stands still before or after taking, is down, or is slow.

The file FAULTS_SCRIPT holds a word, and a number of seconds for "slow". Standing still ends when the word changes.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

from iop.core import clock
from iop.notifications.channels import Answer
from iop.notifications.channels.sink import Sink


def script():
    return Path(os.environ["FAULTS_SCRIPT"])


def note(word):
    """Say what the provider was asked, so that a test knows where a worker stands."""
    with Path(f"{script()}.said").open("a") as said:
        said.write(f"{word}\n")


class Scripted(Sink):
    """The sink, with moods."""

    def send(self, message):
        word, _, number = script().read_text().partition(" ")
        note(word)
        if word == "down":
            return Answer(ok=False, said="http_503", is_down=True)
        if word == "slow":
            later = clock.now() + dt.timedelta(seconds=float(number))
            Path(os.environ["FAULTS_CLOCK"]).write_text(later.isoformat())
        if word == "still":
            self._stand("still")
        answer = super().send(message)
        if word == "taken":
            self._stand("taken")
        return answer

    def _stand(self, word):
        while script().read_text() == word:
            time.sleep(0.02)
