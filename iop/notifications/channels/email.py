"""E-mail through Django's mail backend, one connection a batch."""

from __future__ import annotations

from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMessage, get_connection

from iop.notifications.channels import Answer
from iop.notifications.models import Message


class Email:
    """Sends plain-text mail. The message's id is its Message-ID, so that mail servers drop a repetition."""

    def __enter__(self) -> Email:
        self._connection = get_connection()
        return self

    def __exit__(self, *exc: object) -> None:
        self._connection.close()

    def send(self, message: Message) -> Answer:
        """Send one mail. An address that the server refuses is not tried again."""
        mail_id = f"<{message.key}@messages>"
        mail = EmailMessage(
            message.subject, message.body, to=[message.to], connection=self._connection, headers={"Message-ID": mail_id}
        )
        try:
            mail.send()
        except SMTPRecipientsRefused:
            return Answer(ok=False, said="address_refused", may_help=False)
        except (SMTPException, OSError) as failure:
            return Answer(ok=False, said=type(failure).__name__)
        return Answer(ok=True, provider_id=mail_id, said="accepted")
