"""The statement that goes along with what leaves on consent, and the consent itself (42 CFR 2.32)."""

from __future__ import annotations

from django.utils.translation import override

from clients.choices import Information, Notice, Purpose, SentKind
from clients.gate import rules
from clients.models import Consent
from iop.core.basis import Basis
from iop.core.words import say, sentence

SHORT = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""42 CFR 2.32(a)(2), word for word."""
LONG = (
    "This record which has been disclosed to you is protected by Federal confidentiality rules (42 CFR part 2). These rules "
    "prohibit you from using or disclosing this record, or testimony that describes the information contained in this record, "
    "in any civil, criminal, administrative, or legislative proceedings by any Federal, State, or local authority, against the "
    "patient, unless authorized by the consent of the patient, except as provided at 42 CFR 2.12(c)(5) or as authorized by a "
    "court in accordance with 42 CFR 2.64 or 2.65. In addition, the Federal rules prohibit you from making any other use or "
    "disclosure of this record unless at least one of the following applies: (i) Further use or disclosure is expressly "
    "permitted by the written consent of the individual whose information is being disclosed in this record or as otherwise "
    "permitted by 42 CFR part 2. (ii) You are a covered entity or business associate and have received the record for "
    "treatment, payment, or health care operations, or (iii) You have received the record from a covered entity or business "
    "associate as permitted by 45 CFR part 164, subparts A and E. A general authorization for the release of medical or other "
    "information is NOT sufficient to meet the required elements of written consent to further use or redisclose the record "
    "(see 42 CFR 2.31)."
)
"""42 CFR 2.32(a)(1) as amended in 2024, word for word. The words of the regulation are never translated."""
EXPLANATION = say("The following statement is required by federal law and is given in its official words.")
SCOPE = say(
    "This disclosure rests on a consent signed on {signed}. It covers: {information}. Purpose: {purposes}. It ends: {ends}."
)


def notice_text(basis: Basis, language: str = "en", sent_as: SentKind | str = SentKind.LETTER) -> str:
    """Give the statement that must go along: the long or the short form, nothing when the ground needs none.

    In another language than English one line explains the statement; its own words stay those of the regulation.
    """
    form = rules.notice_for(basis.ground, sent_as)
    if form == Notice.NONE:
        return ""
    text = SHORT if form == Notice.SHORT else LONG
    if language == "en":
        return text
    with override(language):
        return f"{EXPLANATION}\n{text}"


def consent_copy(basis: Basis, language: str = "en") -> str:
    """Give the words of the consent to go along with what leaves on it: what was shown when it was signed (2.32(b))."""
    if not basis.consent_id:
        return ""
    return Consent.objects.values_list("text_shown", flat=True).get(pk=basis.consent_id)


def scope_text(basis: Basis, language: str = "en") -> str:
    """Explain the scope of the consent in a line, where its copy cannot go along (2.32(b))."""
    if not basis.consent_id:
        return ""
    consent = Consent.objects.only(
        "signed_at", "information", "purposes", "expires_on", "expires_event", "never_expires"
    ).get(pk=basis.consent_id)
    with override(language):
        return str(
            sentence(
                SCOPE,
                signed=f"{consent.signed_at:%Y-%m-%d}",
                information=", ".join(str(Information(item).label) for item in consent.information),
                purposes=", ".join(str(Purpose(item).label) for item in consent.purposes),
                ends=consent.expires_on or consent.expires_event or say("when it is revoked"),
            )
        )
