"""Who may write, sign and review treatment plans. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import uuid

from clients.portal import is_own
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from therapy.choices.plans import PlanStatus
from therapy.models.plans import PlanReview, TreatmentPlan


def may_plan(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """A plan is begun, written, signed and reviewed by those who write plans at the site."""
    if actor.staff_id is None or not actor.can(Permission.PLAN_WRITE, site_id):
        return say("Your role does not include writing treatment plans.")
    return None


def may_change_plan(actor: Actor, plan: TreatmentPlan) -> Sentence | None:
    """A draft is written by those who write plans at its site, together if they like; a signed one is nobody's to change."""
    if reason := may_plan(actor, plan.episode.site_id):
        return reason
    if plan.status != PlanStatus.DRAFT:
        return say("This plan is signed and locked: begin a new version to change it.")
    return None


def may_review_plan(actor: Actor, plan: TreatmentPlan) -> Sentence | None:
    """The plan in force is reviewed; a draft is signed first, and one that was replaced has its successor."""
    if reason := may_plan(actor, plan.episode.site_id):
        return reason
    if plan.status == PlanStatus.DRAFT:
        return say("This plan is still a draft: sign it before it is reviewed.")
    if plan.status == PlanStatus.SUPERSEDED:
        return say("A newer version has replaced this plan: review that one.")
    return None


def may_change_review(actor: Actor, review: PlanReview) -> Sentence | None:
    """A review is written until it is signed."""
    if reason := may_plan(actor, review.plan.episode.site_id):
        return reason
    if review.signed_at is not None:
        return say("This review is signed and locked: hold another one.")
    return None


def may_record_client_answer(actor: Actor, plan: TreatmentPlan) -> Sentence | None:
    """The client signs, or does not, what a colleague has signed before and what is still in force; from their own pages too."""
    if not is_own(actor, plan.episode.client_id) and (reason := may_plan(actor, plan.episode.site_id)):
        return reason
    if plan.status == PlanStatus.DRAFT:
        return say("Sign the plan first: the client signs what is finished.")
    if plan.status == PlanStatus.SUPERSEDED:
        return say("A newer version has replaced this plan: have that one signed.")
    return None
