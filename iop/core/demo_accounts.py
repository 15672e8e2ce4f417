"""The demo clinic's sign-ins, one for each role. Made only by the demo and shown only where ``settings.DEMO`` is true."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from iop.core.words import Sentence

DEMO_PASSWORD = "demo-clinic-2026"  # noqa: S105 - everybody may know it: it opens a made-up clinic only


@dataclass(frozen=True)
class DemoSignIn:
    """One person of the demo clinic. ``role`` is the slug of the role held, ``label`` how the sign-in page names it."""

    role: str
    label: Sentence
    email: str


DEMO_PIN = "493817"
"""Of every made-up client and relative of the demo clinic; the door shows it there."""


@dataclass(frozen=True)
class DemoOutsider:
    """One made-up client or relative who signs in from outside. ``label`` is how the door names them."""

    label: Sentence
    email: str


DEMO_OUTSIDERS = (
    DemoOutsider(_("A client"), "client@demo.example"),
    DemoOutsider(_("A client, in Spanish"), "cliente@demo.example"),
    DemoOutsider(_("Another client"), "another.client@demo.example"),
    DemoOutsider(_("A relative"), "relative@demo.example"),
    DemoOutsider(_("Another relative"), "another.relative@demo.example"),
)
DEMO_SIGN_INS = (
    DemoSignIn("counselor", _("Counselor"), "counselor@demo.example"),
    DemoSignIn("therapist", _("Therapist"), "therapist@demo.example"),
    DemoSignIn("medical", _("Medical"), "medical@demo.example"),
    DemoSignIn("case_manager", _("Case manager"), "case.manager@demo.example"),
    DemoSignIn("intake", _("Intake"), "intake@demo.example"),
    DemoSignIn("biller", _("Biller"), "biller@demo.example"),
    DemoSignIn("clinical_director", _("Clinical director"), "director@demo.example"),
    DemoSignIn("privacy_officer", _("Privacy officer"), "privacy@demo.example"),
    DemoSignIn("site_admin", _("Site administrator"), "admin@demo.example"),
)
