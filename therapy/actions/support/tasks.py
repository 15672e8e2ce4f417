"""Tasks about a chart, with the day they are due: made here, done from the chart or from My work."""

from __future__ import annotations

import datetime as dt
import re
import uuid

from django.db import transaction

from clients.models import Client, Episode
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.actors import actor_of
from iop.core import clock
from iop.core.errors import Invalid
from iop.core.ids import uuid7
from iop.core.words import Sentence, say
from iop.work.actions import open_item
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from therapy.actions.lines import line
from therapy.actions.support.holding import SUPPORT_KIND, kept_for, today_of
from therapy.policies import signer

END_OF_DAY = dt.time(17)
SHORTEST_NAME = 3


@transaction.atomic
def add_task(
    *, by: Actor, episode: Episode, words: str, due_on: dt.date, at: dt.datetime, assignee_id: uuid.UUID | None = None
) -> WorkItem:
    """Make a task about a client, one's own or a colleague's. The words name no client: the chart stands beside them.

    Raises ``Invalid`` for a day that has passed, for words with the client's name, or a colleague who may not see the chart.
    """
    stay = kept_for(by, episode)
    signer(by)
    if due_on < today_of(stay, at):
        raise Invalid(say("A task is due today or later."), field="due_on")
    text = line(words, "words", 300, say("Say what is to be done."))
    if reason := why_not_words(text, stay.client):
        raise Invalid(reason, field="words")
    owner = assignee_id or by.staff_id
    if owner != by.staff_id and not (owner and actor_of(owner, at).can(Permission.SUPPORT_KEEP, stay.site_id)):
        raise Invalid(say("This colleague does not work on case management here."), field="assignee")
    return open_item(
        by=by, kind=WorkKind.TASK, site_id=stay.site_id, subject=(SUPPORT_KIND, stay.client_id), summary=text,
        due_at=clock.at_local(due_on, END_OF_DAY, stay.site.time_zone), dedupe_key=f"task:{uuid7()}", assignee_id=owner,
        client_id=stay.client_id,
    )  # fmt: skip


def why_not_words(words: str, client: Client) -> Sentence | None:
    """Work lists are read over shoulders: a task names no client."""
    names = {client.legal_first_name, client.legal_last_name, client.preferred_name}
    told = set(re.findall(r"\w+", words.casefold()))
    for name in names:
        if any(len(part) >= SHORTEST_NAME and part in told for part in re.findall(r"\w+", name.casefold())):
            return say("Leave the name out: work lists are read by others, and the chart stands beside the task.")
    return None
