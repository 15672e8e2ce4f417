"""Who may see which report, and of which sites. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from iop.reports.shapes import Report

NO_REPORTS = say("Your role does not include reports about the whole clinic.")
NO_MONEY = say("Your role does not include reports about money.")


def may_see_reports(actor: Actor) -> Sentence | None:
    """Reports are for those who answer for a whole site."""
    return None if actor.can(Permission.REPORTS_VIEW) else NO_REPORTS


def may_see(actor: Actor, report: Report) -> Sentence | None:
    """A report about money is also for those who may see what is billed, at one site at least."""
    reason = may_see_reports(actor)
    if reason:
        return reason
    return None if sites_of(actor, report) else NO_MONEY


def sites_of(actor: Actor, report: Report) -> frozenset[uuid.UUID]:
    """A report is of the sites where the actor sees reports, and for money sees billing too. No other site is counted."""
    sites = actor.sites_where(Permission.REPORTS_VIEW)
    return sites & actor.sites_where(Permission.BILLING_VIEW) if report.needs_billing else sites
