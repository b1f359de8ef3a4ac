from typing import Any, NamedTuple
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailConfirmation
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from newsroom.accounts import mailboxes


class Site(NamedTuple):
    """What mails say about the site. allauth would take both from the Host header of whoever asks for a mail."""

    name: str
    domain: str


class AccountAdapter(DefaultAccountAdapter):
    """Where allauth asks the project."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        site = Site(name=settings.SITE_NAME, domain=settings.SITE_DOMAIN)
        self.render_mail(template_prefix, email, {"email": email, "current_site": site, **context}).send()

    def send_account_already_exists_mail(self, email: str) -> None:
        """Hash a password as for a new account: otherwise the time would tell who has one, though the page does not."""
        make_password(get_random_string(20))
        super().send_account_already_exists_mail(email)

    def clean_email(self, email: str) -> str:
        mailboxes.must_be_writable(email)
        return super().clean_email(email)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: EmailConfirmation) -> str:
        """The link in the mail. It carries the page the person came from: mail is often read on another device,
        where no session remembers it. Only pages of this site; allauth asks again when the link is followed."""
        url = super().get_email_confirmation_url(request, emailconfirmation)
        came_from = get_next_redirect_url(request)
        return f"{url}?{urlencode({'next': came_from})}" if came_from else url
