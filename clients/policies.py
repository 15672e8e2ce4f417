"""Who may do what with a client's record. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from clients.models import Client, Episode
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say


def sites_of(client: Client) -> set[uuid.UUID]:
    """Name the sites at which a client has or had an episode (no query when the episodes were prefetched)."""
    return {episode.site_id for episode in client.episodes.all()}


def may_open_chart(actor: Actor, client: Client) -> Sentence | None:
    """A chart is opened by those who may view clients at a site where the client is or was in care (42 CFR 2.12(c)(3)).

    Restricted charts, caseloads kept apart and emergencies: ``clients.guards``.
    """
    guarded = client.is_restricted or actor.caseload_sites
    if not guarded and _anywhere(actor, Permission.CLIENT_VIEW, sites_of(client)):
        return None
    # A statement only for guarded charts, and for somebody of another site, where an emergency access may stand.
    if Client.objects.visible_to(actor).filter(pk=client.pk).exists():
        return None
    return say("This client is not in care at your site.")


def may_list(actor: Actor) -> Sentence | None:
    """The list of clients is for those who may open charts somewhere."""
    return None if actor.can(Permission.CLIENT_VIEW) else say("Your role does not include opening charts.")


def may_see_census(actor: Actor) -> Sentence | None:
    """The census is for those whose role says so."""
    return None if actor.can(Permission.CENSUS_VIEW) else say("Your role does not include the census.")


def may_download(actor: Actor) -> Sentence | None:
    """A list leaves the screen with those who keep clients' details: intake, case managers, directors."""
    return (
        None if actor.can(Permission.CLIENT_EDIT) else say("Your role does not include downloading lists of clients.")
    )


def may_register(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """A client is registered by those who may change clients' details at the site."""
    if actor.can(Permission.CLIENT_EDIT, site_id):
        return None
    return say("Your role does not include registering clients at this site.")


def may_edit(actor: Actor, client: Client) -> Sentence | None:
    """Details are changed by those who may do so at a site where the client is or was in care."""
    if _anywhere(actor, Permission.CLIENT_EDIT, sites_of(client)) and _within_reach(actor, client):
        return None
    return say("Your role does not include changing clients' details.")


def may_place(actor: Actor, episode: Episode) -> Sentence | None:
    """A level of care is a clinical decision: therapists, medical staff and clinical directors take it."""
    if actor.can(Permission.PLACEMENT_DECIDE, episode.site_id):
        return None
    return say("Placing somebody in a level of care is decided by a therapist, medical staff or the clinical director.")


def may_admit(actor: Actor, episode: Episode) -> Sentence | None:
    """Admitting is done by those who keep clients' details or decide placements at the site."""
    if _either(actor, episode.site_id):
        return None
    return say("Your role does not include admitting clients.")


def may_close(actor: Actor, episode: Episode) -> Sentence | None:
    """An inquiry is closed by those who keep clients' details; a discharge is a clinical decision."""
    if episode.admitted_on is None and _either(actor, episode.site_id):
        return None
    if actor.can(Permission.PLACEMENT_DECIDE, episode.site_id):
        return None
    return say("Ending treatment is decided by a therapist, medical staff or the clinical director.")


def may_keep_discharge(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Where somebody went after treatment is kept by those who work on contacts at the site, and by those who end a stay."""
    if actor.can(Permission.SUPPORT_KEEP, site_id) or actor.can(Permission.PLACEMENT_DECIDE, site_id):
        return None
    return say("Your role does not include what comes after treatment.")


def may_ask_more_support(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """That somebody asks for more support is taken down by whoever looks after people at the site."""
    if actor.can(Permission.CONCERN_RAISE, site_id):
        return None
    return say("Your role does not include taking this down. Tell a colleague who looks after them.")


def may_assign_team(actor: Actor, episode: Episode) -> Sentence | None:
    """The care team is named by those who keep clients' details or decide placements at the site."""
    if _either(actor, episode.site_id):
        return None
    return say("Your role does not include changing the care team.")


def may_raise_concern(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Whoever looks after people may raise a concern, and should."""
    if actor.can(Permission.CONCERN_RAISE, site_id):
        return None
    return say("Your role does not include raising a concern. Tell the colleague on call.")


def may_resolve_concern(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """A concern is closed by those who may follow one up at the site."""
    if actor.can(Permission.CONCERN_RAISE, site_id):
        return None
    return say("Your role does not include following up concerns.")


def may_edit_levels(actor: Actor) -> Sentence | None:
    """Levels of care and what they ask of a week are changed with the clinic's other settings."""
    if actor.can(Permission.CLINIC_EDIT) or actor.can(Permission.TEMPLATE_EDIT):
        return None
    return say("Your role does not include changing levels of care.")


def _either(actor: Actor, site_id: uuid.UUID) -> bool:
    return actor.can(Permission.CLIENT_EDIT, site_id) or actor.can(Permission.PLACEMENT_DECIDE, site_id)


def _within_reach(actor: Actor, client: Client) -> bool:
    if actor.is_system or not client.is_restricted:
        return True
    return Client.objects.visible_to(actor).filter(pk=client.pk).exists()


def _anywhere(actor: Actor, permission: Permission, site_ids: Iterable[uuid.UUID]) -> bool:
    return any(actor.can(permission, site_id) for site_id in site_ids)


def may_rate_dimensions(actor: Actor, episode: Episode) -> Sentence | None:
    """The dimensions are rated by those who assess or decide placements at the site."""
    if actor.can(Permission.ASSESS, episode.site_id) or actor.can(Permission.PLACEMENT_DECIDE, episode.site_id):
        return None
    return say("Your role does not include assessing clients.")


def may_diagnose(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """A diagnosis is made, ranked and ended by those who assess at the site."""
    if actor.can(Permission.ASSESS, site_id):
        return None
    return say("Your role does not include making diagnoses.")


def may_read_assessments(actor: Actor, site_id: uuid.UUID) -> Sentence | None:
    """Assessments, ratings and diagnoses are read by those who read clinical notes, and by those who assess."""
    if actor.can(Permission.NOTE_VIEW, site_id) or actor.can(Permission.ASSESS, site_id):
        return None
    return say("Your role does not include reading assessments.")
