"""The one gate through which anything about a client leaves the clinic (42 CFR part 2; docs/privacy.md).

Ask ``basis_for`` (or ``decide`` for many) for the ground, then ``release`` what is sent, in the sender's transaction.
"""

from clients.gate.deciding import basis_for, decide, decide_each, open_to, served
from clients.gate.notices import consent_copy, notice_text, scope_text
from clients.gate.releasing import confirm, release, release_many
from clients.gate.several import decide_for_people
from clients.gate.shapes import NEITHER, Held, NotDisclosable, Recipient

__all__ = [
    "NEITHER",
    "Held",
    "NotDisclosable",
    "Recipient",
    "basis_for",
    "confirm",
    "consent_copy",
    "decide",
    "decide_each",
    "decide_for_people",
    "notice_text",
    "open_to",
    "release",
    "release_many",
    "scope_text",
    "served",
]
