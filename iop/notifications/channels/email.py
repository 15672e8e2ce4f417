"""E-mail through Django's mail backend (SMTP, or a service by django-anymail), one connection a batch."""

from __future__ import annotations

from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.core.mail import EmailMessage, get_connection

from iop.notifications.channels import Answer
from iop.notifications.letters import letter_of
from iop.notifications.models import Message

SERVER_TROUBLE = 500
TOO_MANY = 429


class Email:
    """Sends plain-text mail. The message's key is its Message-ID, so that mail servers drop a repetition."""

    def __enter__(self) -> Email:
        self._connection = get_connection()
        return self

    def __exit__(self, *exc: object) -> None:
        self._connection.close()

    def send(self, message: Message) -> Answer:
        """Send one mail. An address that the server refuses is not tried again; a server that answers nobody pauses the channel."""
        letter = letter_of(message, leaving=True)
        mail = EmailMessage(
            letter.subject, letter.body, to=[message.to], connection=self._connection, headers=letter.headers
        )
        # Services that report back name the message by this; a plain mail server never sees it.
        mail.metadata = {"key": message.key}  # type: ignore[attr-defined]
        try:
            # Left open for the next one; a connection that was open already stays so.
            self._connection.open()
            mail.send()
        except (SMTPException, AnymailError, OSError) as failure:
            return self._refused(failure)
        told = getattr(mail, "anymail_status", None)
        number = getattr(told, "message_id", None) if told is not None else None
        return Answer(ok=True, provider_id=str(number or letter.headers["Message-ID"]), said="accepted")

    def _refused(self, failure: Exception) -> Answer:
        said = type(failure).__name__
        if isinstance(failure, SMTPRecipientsRefused | AnymailRecipientsRefused):
            return Answer(ok=False, said="address_refused", may_help=False)
        if is_down(failure):
            self._connection.close()
            return Answer(ok=False, said=said, is_down=True)
        return Answer(
            ok=False, said=said, may_help=not isinstance(failure, AnymailError) or isinstance(failure, AnymailAPIError)
        )


def is_down(failure: Exception) -> bool:
    """Say whether a failure is about the server and not about this message: every other message would meet it too."""
    if isinstance(failure, AnymailAPIError):
        code = failure.status_code
        return code is None or code == TOO_MANY or code >= SERVER_TROUBLE
    if isinstance(failure, SMTPException):
        return isinstance(failure, SMTPServerDisconnected | SMTPConnectError | SMTPHeloError | SMTPAuthenticationError)
    return isinstance(failure, OSError)
