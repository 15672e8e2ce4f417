"""Who may settle a piece of work."""

from __future__ import annotations

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from iop.work.models import WorkItem


def may_settle(actor: Actor, item: WorkItem) -> Sentence | None:
    """Work is closed by the one it is assigned to, by holders of its role at the site, or by who plans the site's staff."""
    if actor.is_system or (actor.staff_id and item.assignee_id == actor.staff_id):
        return None
    if item.assignee_id is None and item.role_key in actor.role_keys.get(item.site_id, frozenset()):
        return None
    if actor.can(Permission.SESSION_MOVE, item.site_id) or actor.can(Permission.STAFF_EDIT, item.site_id):
        return None
    return say("This is another colleague's work.")
