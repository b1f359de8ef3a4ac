"""Verbs between reporter and editor: submit, withdraw, send back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import addresses
from articles.checklist import Gate
from articles.models import Article, Step
from articles.workflow.acts import begin, move, must_pass
from articles.workflow.rules import Status, Verb
from newsroom.accounts.models import User


@transaction.atomic
def submit(article: Article, *, by: User, note: str = "", now: datetime | None = None) -> Step:
    """Submit the story to the editors. Raises ValidationError with a sentence for each thing that is missing."""
    stored = begin(article, Verb.SUBMIT, by)
    must_pass(stored, Gate.EDITORS)
    addresses.claim(stored)
    now = now or timezone.now()
    return move(article, stored, Verb.SUBMIT, by, to=Status.SUBMITTED, now=now, note=note, submitted_at=now)


@transaction.atomic
def withdraw_submission(article: Article, *, by: User, now: datetime | None = None) -> Step:
    """Take the story back from the editors to continue writing."""
    stored = begin(article, Verb.WITHDRAW_SUBMISSION, by)
    return move(article, stored, Verb.WITHDRAW_SUBMISSION, by, to=Status.DRAFT, now=now, submitted_at=None)


@transaction.atomic
def send_back(article: Article, *, by: User, note: str = "", now: datetime | None = None) -> Step:
    """Send the story back to its reporter, with a note or open remarks that say what to change."""
    stored = begin(article, Verb.SEND_BACK, by)
    if not note.strip() and not stored.remarks.open().exists():
        raise ValidationError({"note": _("Write what the reporter should mend, here or as a remark on the text.")})
    return move(article, stored, Verb.SEND_BACK, by, to=Status.RETURNED, now=now, note=note, submitted_at=None)
