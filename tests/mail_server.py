"""A mail server that accepts every mail except those to one mailbox."""

from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend


class RefusesBagus(EmailBackend):
    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        for message in messages:
            if "bagus@namamedia.test" in message.recipients():
                raise SMTPRecipientsRefused({"bagus@namamedia.test": (550, b"No such user")})
        return super().send_messages(messages)
