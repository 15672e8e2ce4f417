"""What a client does with their own papers, signed in from outside. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

from clients.choices import SignerRole
from clients.consent_policies import may_keep
from clients.models import AccessRequest, Client, ClientDocument, Consent, Letter
from clients.portal import is_own_chart
from clients.register_choices import RefusedBecause, Register
from iop.access.actors import Actor
from iop.core.words import Sentence, say

OWN_WISHES = frozenset({Register.RESTRICTION, Register.AMENDMENT, Register.ACCESS})
NOT_YOURS = say("Only the person themselves can do this here.")


def may_sign(actor: Actor, consent: Consent, role: str) -> Sentence | None:
    """A form is signed before those who take consents; or by the client themselves from outside, once it was offered to them."""
    if not is_own_chart(actor, consent.client):
        return may_keep(actor, consent.site_id)
    if role != SignerRole.CLIENT:
        return say("From here you can sign for yourself alone.")
    if not hasattr(consent, "offer"):
        return say("This form is still being prepared. We will tell you when you can sign it.")
    return None


def may_take_back(actor: Actor, consent: Consent) -> Sentence | None:
    """A consent is taken back by the client themselves, signed in from outside, or recorded by those who take consents."""
    return None if is_own_chart(actor, consent.client) else may_keep(actor, consent.site_id)


def may_ask(actor: Actor, client: Client, register: str) -> Sentence | None:
    """Copies, corrections and restrictions of a record are asked for by the client themselves (45 CFR 164.522, 524, 526)."""
    if register in OWN_WISHES and is_own_chart(actor, client):
        return None
    return NOT_YOURS


def may_take_record(actor: Actor, client: Client) -> Sentence | None:
    """Their record is taken by the client themselves, at once and at any time; counseling notes kept apart are never in it.

    While a copy was refused because it would likely endanger somebody, the whole of it goes through the privacy officer,
    whose answer may be reviewed (45 CFR 164.524(a)(3), (d)).
    """
    if not is_own_chart(actor, client):
        return NOT_YOURS
    return was_refused(client)


def was_refused(client: Client) -> Sentence | None:
    """While the last answer to a request for a copy was no because it would likely endanger somebody, that answer stands."""
    newest = (
        AccessRequest.objects.filter(client=client, decided_on__isnull=False).order_by("-decided_on", "-pk").first()
    )
    if newest is not None and newest.refused_because == RefusedBecause.DANGER:
        return say(
            "We answered your last request for a copy with a reason. Please ask us: somebody else can review that answer."
        )
    return None


def may_take_document(actor: Actor, document: ClientDocument) -> Sentence | None:
    """A paper is opened by the client themselves once a colleague put it there for them, and while it stands."""
    if is_own_chart(actor, document.client) and document.shared_at is not None and document.error_at is None:
        return None
    return NOT_YOURS


def may_take_letter(actor: Actor, letter: Letter) -> Sentence | None:
    """A letter that was sent about somebody is read by that person (42 CFR 2.23; 45 CFR 164.524)."""
    return None if is_own_chart(actor, letter.client) else NOT_YOURS
