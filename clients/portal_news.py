"""Telling a client that there is something new to read in their own pages, without a word of what it is."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.models import Client
from clients.reach import reachable
from clients.threads import NOTICE, signs_in
from iop.access.actors import Actor
from iop.core.basis import to_the_client
from iop.notifications.actions import Draft, queue_many


def tell_of_something_new(
    *, by: Actor, client_id: uuid.UUID, about: tuple[str, uuid.UUID], site_id: uuid.UUID, key: str, at: dt.datetime
) -> None:
    """Queue the neutral notice for a client who signs in from outside, where they agreed to be told; else do nothing.

    ``about`` is what is new, ``key`` makes the notice of it one however often this runs.
    """
    reach = reachable([client_id]).get(client_id)
    if reach is None or not Client.objects.filter(signs_in("pk"), pk=client_id).exists():
        return
    draft = Draft(
        channel=reach.channel, to=reach.to, recipient=("client", client_id), template=NOTICE, language=reach.language,
        due_at=at, basis=to_the_client("treatment", "presence"), about=about, site_id=site_id,
        dedupe_key=f"{NOTICE}:{about[1]}:{key}",
    )  # fmt: skip
    queue_many(by=by, drafts=[draft])
