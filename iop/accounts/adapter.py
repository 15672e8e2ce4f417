"""How allauth behaves here: staff only, nobody signs up, and every step to the door is on the record."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from iop.accounts import secrets
from iop.accounts.choices import UserKind
from iop.accounts.models import User
from iop.accounts.people import Stranger, acting
from iop.accounts.sign_in import forget_second_factor, just_signed_in
from iop.audit.recorder import record
from iop.core import clock

SECURITY_EVENTS = {
    "account/email/password_reset": "accounts.password_reset",
    "account/email/password_changed": "accounts.password_changed",
    "account/email/password_set": "accounts.password_changed",
    "account/email/email_changed": "accounts.email_changed",
    "account/email/email_deleted": "accounts.email_removed",
    "mfa/email/totp_activated": "accounts.second_factor_added",
    "mfa/email/totp_deactivated": "accounts.second_factor_removed",
    "mfa/email/webauthn_added": "accounts.second_factor_added",
    "mfa/email/webauthn_removed": "accounts.second_factor_removed",
    "mfa/email/recovery_codes_generated": "accounts.recovery_codes_made",
}
"""allauth tells the person by e-mail of each of these; the same call puts it on the record."""


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in of staff by e-mail and password or passkey."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: colleagues are added by an administrator, the first one by the set-up."""
        return False

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """Let in nobody but active staff."""
        if isinstance(user, User) and user.kind != UserKind.STAFF:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        """Write to staff alone: clients and relatives have no password, and an inbox of theirs is told of none."""
        if isinstance(user, User) and user.kind == UserKind.STAFF:
            super().send_password_reset_mail(user, email, context)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Put a completed sign-in, second factor included, on the record."""
        if isinstance(user, User):
            record(by=acting(user), verb="accounts.signed_in", subject=user)
        return super().post_login(request, user, **kwargs)

    def logout(self, request: HttpRequest) -> None:
        """Put a sign-out on the record."""
        if isinstance(request.user, User):
            record(by=acting(request.user), verb="accounts.signed_out", subject=request.user)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Put a failed try on the record, with the account it was for if there is one. What was typed is never kept."""
        tried = str(credentials.get("email") or credentials.get("username") or "")
        user = User.objects.filter(email__iexact=tried, kind=UserKind.STAFF).first() if tried else None
        record(by=Stranger(), verb="accounts.sign_in_failed", subject=user, detail={"account_known": user is not None})
        super().authentication_failed(request, **credentials)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again before changing a second factor, but not of somebody who gave it minutes ago."""
        if self.request is not None and just_signed_in(self.request, clock.now()):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def send_notification_mail(self, template_prefix: str, user: AbstractBaseUser, *args: Any, **kwargs: Any) -> None:
        """Put a change of password or second factor on the record, then tell the person."""
        verb = SECURITY_EVENTS.get(template_prefix)
        if verb and isinstance(user, User):
            record(by=acting(user), verb=verb, subject=user, detail={"what": template_prefix.rsplit("/", 1)[-1]})
            forget_second_factor(self.request)
        super().send_notification_mail(template_prefix, user, *args, **kwargs)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors, whose secrets rest encrypted."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret before it is stored."""
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Read a stored secret."""
        return secrets.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Name the clinic's system neutrally: the name shows on a phone's screen."""
        return str(settings.MFA_TOTP_ISSUER)
