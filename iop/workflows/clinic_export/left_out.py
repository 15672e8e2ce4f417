"""What an export does not carry, and why: everything that opens a door, and what the new installation makes by itself."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

SIGN_IN = "It opens a sign-in; people sign in anew."
MADE_ANEW = "The installation that takes the data in makes it by itself."
LEFT_OUT: dict[str, str] = {
    "django_migrations": "The manifest names the state of the tables instead.",
    "django_content_type": MADE_ANEW,
    "auth_permission": MADE_ANEW,
    "auth_group": "Not used here: roles are rows of their own.",
    "auth_group_permissions": "Not used here: roles are rows of their own.",
    "django_session": SIGN_IN,
    "usersessions_usersession": SIGN_IN,
    "account_emailconfirmation": SIGN_IN,
    "mfa_authenticator": "Second factors and passkeys are secrets; people set them up anew.",
    "axes_accessattempt": "Counters of the lock on sign-ins; the audit record keeps the sign-ins themselves.",
    "axes_accessattemptexpiration": "Counters of the lock on sign-ins; the audit record keeps the sign-ins themselves.",
    "axes_accessfailurelog": "Counters of the lock on sign-ins; the audit record keeps the sign-ins themselves.",
    "axes_accesslog": "Counters of the lock on sign-ins; the audit record keeps the sign-ins themselves.",
    "rest_framework_api_key_apikey": "Keys of programs are secrets; they are made anew.",
    "api_integrationkey": "Keys of programs are secrets; they are made anew.",
    "api_integrationkey_sites": "Keys of programs are secrets; they are made anew.",
    "api_idempotentcall": "Answers of the last day, kept so that a call sent twice happens once.",
    "oauth2_provider_accesstoken": SIGN_IN,
    "oauth2_provider_devicegrant": SIGN_IN,
    "oauth2_provider_grant": SIGN_IN,
    "oauth2_provider_idtoken": SIGN_IN,
    "oauth2_provider_refreshtoken": SIGN_IN,
}
"""Tables that an export leaves out, each with the reason that its manifest gives."""


@dataclass(frozen=True)
class Hidden:
    """A column that is left out: why, and what stands there in its place after the data was brought in."""

    why: str
    instead: Callable[[], str]


def _closed() -> str:
    return make_password(None)


def _nobody_has_it() -> str:
    return secrets.token_hex(32)


def _signs_unknown() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


DIGEST = "What is kept of a secret link; links are made anew."
HIDDEN: dict[str, Hidden] = {
    "accounts_user.password": Hidden("Hashes of passwords stay; everybody sets a new password.", _closed),
    "clients_portalaccount.pin": Hidden("Hashes of PINs stay; a new one is chosen.", str),
    "clients_portalinvitation.code": Hidden("A code told by mouth; an open invitation is sent anew.", _closed),
    "clients_portalinvitation.token": Hidden(DIGEST, _nobody_has_it),
    "clients_portallink.token": Hidden(DIGEST, _nobody_has_it),
    "clients_portalkiosk.key": Hidden("By it a tablet is known; tablets are started anew.", _nobody_has_it),
    "scheduling_calendarfeed.token_hash": Hidden(DIGEST, _nobody_has_it),
    "api_application.client_secret": Hidden("Secrets of programs stay; they are made anew.", _closed),
    "api_webhook.secret": Hidden("What messages to programs are signed with; a new one is given out.", _signs_unknown),
    "api_webhook.former_secret": Hidden("What messages to programs were signed with before.", _signs_unknown),
    "oauth2_provider_application.client_secret": Hidden("Secrets of programs stay; they are made anew.", _closed),
}
"""Columns ("table.column") that an export leaves out."""
