"""Who may do what about guarded charts, joined charts, message holds and the registers."""

from __future__ import annotations

import datetime as dt
import uuid

from clients.models import Client, EmergencyAccess
from clients.models.registers import Entry
from clients.policies import sites_of
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say


def may_restrict(actor: Actor, client: Client) -> Sentence | None:
    """A chart is restricted, and the restriction lifted, by the privacy officer and clinical directors of the client's sites."""
    if _where(actor, Permission.CHART_RESTRICT, client):
        return None
    return say("Charts are restricted by the privacy officer or the clinical director.")


def may_break_glass(actor: Actor) -> Sentence | None:
    """In an emergency a chart is opened past one's bounds by those who look after people (45 CFR 164.312(a)(2)(ii))."""
    if actor.staff_id and actor.can(Permission.EMERGENCY_OPEN):
        return None
    return say("Your role does not include opening charts in an emergency. Ask the colleague on call.")


def may_give_back(actor: Actor, access: EmergencyAccess) -> Sentence | None:
    """An emergency access is given back by whoever has it."""
    return None if actor.staff_id == access.staff_id else say("This access is another colleague's.")


def may_see_access_reviews(actor: Actor) -> Sentence | None:
    """Emergency access is reviewed by those who answer for privacy (45 CFR 164.308(a)(1)(ii)(D))."""
    if actor.can(Permission.PRIVACY_MANAGE):
        return None
    return say("Emergency access is reviewed by the privacy officer.")


def may_review_access(actor: Actor, access: EmergencyAccess) -> Sentence | None:
    """Nobody reviews their own emergency access; another who answers for privacy at the site does."""
    if not actor.staff_id or not actor.can(Permission.PRIVACY_MANAGE, access.site_id):
        return say("Emergency access is reviewed by the privacy officer.")
    if actor.staff_id == access.staff_id:
        return say("This was your own access: somebody else reviews it.")
    return None


def may_merge(actor: Actor, kept: Client, absorbed: Client) -> Sentence | None:
    """Two charts are joined, and parted again, by those who may do so at a site of each."""
    # An absorbed chart has no episode of its own: it is at the sites of the one that absorbed it.
    if actor.staff_id and all(
        _where(actor, Permission.CHART_MERGE, one.merged_into or one) for one in (kept, absorbed)
    ):
        return None
    return say("Joining charts is for the privacy officer or the clinical director of the sites of both.")


def may_see_merging(actor: Actor) -> Sentence | None:
    """The pages about joining charts are for those who join them."""
    return None if actor.can(Permission.CHART_MERGE) else say("Your role does not include joining charts.")


def may_hold_messages(actor: Actor, client: Client) -> Sentence | None:
    """Messages are held back by those who keep details, decide about treatment or answer for privacy where the client is."""
    needed = (Permission.CLIENT_EDIT, Permission.PLACEMENT_DECIDE, Permission.PRIVACY_MANAGE)
    if any(_where(actor, permission, client) for permission in needed):
        return None
    return say("Your role does not include holding back messages.")


def may_see_registers(actor: Actor) -> Sentence | None:
    """The registers open for whoever may report: they see what they reported, the keepers all of their sites."""
    if actor.can(Permission.REGISTER_REPORT) or actor.can(Permission.REGISTER_KEEP):
        return None
    return say("Your role does not include the registers.")


def may_report(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Whoever works at the site may report, and should; nobody is treated worse for it (45 CFR 164.530(g))."""
    if actor.staff_id and actor.can(Permission.REGISTER_REPORT, site_id):
        return None
    return say("Your role does not include reporting at this site.")


def may_keep(actor: Actor, entry: Entry) -> Sentence | None:
    """The registers are worked on by those who answer for privacy and quality at the site."""
    if actor.staff_id and actor.can(Permission.REGISTER_KEEP, entry.site_id):
        return None
    return say("This register is kept by the privacy officer or the clinical director.")


def may_download_register(actor: Actor) -> Sentence | None:
    """A register leaves the screen with those who keep it."""
    return None if actor.can(Permission.REGISTER_KEEP) else say("Your role does not include downloading registers.")


def can_be_undone(until: dt.date, today: dt.date) -> Sentence | None:
    """Joined charts can be parted up to a day that is set when they are joined."""
    return None if today <= until else say("The time in which this could be undone is over.")


def _where(actor: Actor, permission: Permission, client: Client) -> bool:
    return actor.is_system or any(actor.can(permission, site) for site in sites_of(client))
