"""Mails readers about replies, picks and decisions, as often as they want.

Mails about replies are opt-in. Decisions are mailed at once unless the reader has chosen otherwise.

Each piece of news is stored as a Tiding in the transaction that causes it, and `tell` sends what is due every minute,
so a mail server that is down delays mails but loses none.
"""

import logging
from collections.abc import Collection, Iterable
from datetime import datetime, time

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from articles.models import Edition
from comments.models import Comment, Commenter, Decision, Mute, Tiding
from newsroom.accounts.models import User
from newsroom.prepared import Prepared

log = logging.getLogger(__name__)

SALT = "comments.tidings"
DAILY_AT = time(7)  # Jakarta: with the morning's news
MOST = 50  # per mail; the rest is on the page
REPLIES, DECISIONS, EVERYTHING = "replies", "decisions", "everything"  # what the unsubscribe link in a mail ends

Mail, Kind = Commenter.Mail, Tiding.Kind


def note_reply(comment: Comment) -> None:
    """Store a Tiding for the author of the parent, unless they want none or muted the replier. Up to three queries."""
    if comment.parent is not None:
        _note(comment.parent.author_id, comment, Kind.REPLY, comment.created_at)


def note_pick(comment: Comment, *, now: datetime) -> None:
    _note(comment.author_id, comment, Kind.PICK, now)


def _note(reader_id: int, comment: Comment, kind: Tiding.Kind, at: datetime) -> None:
    if kind == Kind.REPLY and reader_id == comment.author_id:
        return
    if _wants_to_know(reader=reader_id, of=comment.author_id):
        Tiding.objects.get_or_create(reader_id=reader_id, comment=comment, kind=kind, defaults={"at": at})


@Prepared
def _wants_to_know(reader: int, of: int) -> QuerySet[Commenter, int]:
    muted = Mute.objects.filter(reader=OuterRef("pk"), muted=of)
    return Commenter.objects.filter(~Exists(muted), pk=reader).exclude(mail=Mail.OFF).values_list("pk", flat=True)


def tells_at_once_of(decision: Decision) -> bool:
    """Whether to mail the author now. If they prefer the morning, stores a Tiding instead. Up to four queries.

    Only verified addresses get mail. A second decision on the same comment is told again.
    """
    author = decision.comment.author
    wish = Commenter.objects.filter(pk=author.pk).values_list("decisions", flat=True).first() or Mail.AT_ONCE
    if wish == Mail.OFF or not author.is_active or not _address(author):
        return False
    if wish == Mail.AT_ONCE:
        return True
    told = {"decision": decision, "at": decision.at, "mailed_at": None}
    Tiding.objects.update_or_create(reader=author, comment=decision.comment, kind=Kind.DECISION, defaults=told)
    return False


def tell(*, now: datetime) -> None:
    """Send what is due: at once to readers who want that, to the others at seven. Called by `manage.py tick`."""
    waiting = Tiding.objects.filter(mailed_at__isnull=True, at__lte=now)
    local = timezone.localtime(now)
    morning = local.replace(hour=DAILY_AT.hour, minute=DAILY_AT.minute, second=0, microsecond=0)
    due = Q(reader__commenter__mail=Mail.AT_ONCE) & ~Q(kind=Kind.DECISION)
    if local >= morning:
        due |= Q(at__lt=morning) & (Q(kind=Kind.DECISION) | Q(reader__commenter__mail=Mail.DAILY))
    letters: dict[int, list[int]] = {}
    for reader, tiding in waiting.filter(due).order_by("reader", "at").values_list("reader", "pk"):
        letters.setdefault(reader, []).append(tiding)
    failed = [reader for reader, tidings in letters.items() if not _tell(reader, tidings, now)]
    if failed:
        raise RuntimeError(f"{len(failed)} mails about comments could not be sent; the next tick tries again")


def _tell(reader_id: int, due: list[int], now: datetime) -> bool:
    """Send one mail to one reader. Its tidings are claimed first, so that two ticks cannot both send it."""
    with transaction.atomic():
        commenter = Commenter.objects.select_for_update(of=("self",)).select_related("user").get(pk=reader_id)
        mine = Tiding.objects.filter(pk__in=due, mailed_at__isnull=True)
        claimed = list(mine.values_list("pk", flat=True))
        Tiding.objects.filter(pk__in=claimed).update(mailed_at=now)
    reader, address = commenter.user, _address(commenter.user)
    told = Tiding.objects.filter(pk__in=claimed).select_related("comment__author", "comment__case", "decision")
    read = set(Comment.objects.on_show(now).filter(tidings__in=claimed).values_list("pk", flat=True))
    shown = [tiding for tiding in told.order_by("at", "pk") if _is_worth_telling(tiding, commenter, read)][:MOST]
    if not shown or not address or not reader.is_active:
        return True  # nothing left to tell, or nobody to tell it to
    try:
        letter(reader, address, shown, now=now).send()
    except OSError:  # the mail server
        log.exception("tidings for %s", reader_id)
        Tiding.objects.filter(pk__in=claimed).update(mailed_at=None)
        return False
    return True


def _is_worth_telling(tiding: Tiding, commenter: Commenter, read: Collection[int]) -> bool:
    """Whether it is still true and still wanted. `read` are the comments whose stories show comments now."""
    if tiding.kind == Kind.DECISION:
        return commenter.decisions != Mail.OFF
    return commenter.mail != Mail.OFF and tiding.comment.is_shown and tiding.comment_id in read


def letter(reader: User, address: str, tidings: Iterable[Tiding], *, now: datetime) -> EmailMultiAlternatives:
    """The mail, with one-click unsubscription in its text and its headers (RFC 8058)."""
    told = list(tidings)
    stories = {tiding.comment.article_id for tiding in told}
    live = Edition.objects.live(now).titled().filter(article__in=stories)
    headlines = dict(live.values_list("article", "title"))
    decided = sum(tiding.kind == Kind.DECISION for tiding in told)
    ends = DECISIONS if decided == len(told) else REPLIES if not decided else EVERYTHING
    context = {
        "reader": reader,
        "count": len(told),
        "decided": decided,
        "tidings": [
            (tiding, headlines.get(tiding.comment.article_id, ""), _url(tiding.comment.get_absolute_url()))
            for tiding in told
        ],
        "stop_url": _url(stop_path(reader, ends)),
        "settings_url": _url(reverse("comment_mail")),
        "record_url": _url(reverse("my_record")),
        "site_name": settings.SITE_NAME,
    }
    subject = " ".join(render_to_string("comments/mail/tidings_subject.txt", context).split())
    body = render_to_string("comments/mail/tidings.txt", context)
    headers = {**way_out(reader, ends), "Auto-Submitted": "auto-generated"}
    return EmailMultiAlternatives(subject, body, None, [address], headers=headers)


def way_out(reader: User, ends: str) -> dict[str, str]:
    """Headers that let the mail program offer one-click unsubscription (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{_url(stop_path(reader, ends))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def stop_path(reader: User, ends: str = REPLIES) -> str:
    """The unsubscribe link of this reader. It works without a login, never expires, and does nothing else."""
    return reverse("comment_mail_stop", args=[signing.dumps([reader.pk, ends], salt=SALT)])


def named_by(token: str) -> tuple[int, str] | None:
    """The reader and the kind of mail that an unsubscribe token names; None if we did not sign it."""
    try:
        found = signing.loads(token, salt=SALT)
        reader, ends = found if isinstance(found, list) else (found, REPLIES)
        return int(reader), str(ends)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def stop(reader_id: int, ends: str) -> None:
    """End the mails about replies, about decisions, or both."""
    known = Commenter.objects.filter(pk=reader_id).first() or Commenter(pk=reader_id)
    choose(
        reader_id,
        known.mail if ends == DECISIONS else Mail.OFF,
        decisions=known.decisions if ends == REPLIES else Mail.OFF,
    )


def choose(reader_id: int, mail: str, *, decisions: str | None = None) -> None:
    """Set how soon a reader is told of replies and decisions. Waiting tidings that are no longer wanted are dropped."""
    wishes = {"mail": mail, **({"decisions": decisions} if decisions else {})}
    Commenter.objects.update_or_create(user_id=reader_id, defaults=wishes)
    waiting = Tiding.objects.filter(reader=reader_id, mailed_at__isnull=True)
    if mail == Mail.OFF:
        waiting.exclude(kind=Kind.DECISION).delete()
    if decisions == Mail.OFF:
        waiting.filter(kind=Kind.DECISION).delete()


def _address(reader: User) -> str:
    """The reader's address if it is verified, otherwise ""."""
    verified = EmailAddress.objects.filter(user=reader, verified=True, email__iexact=reader.email)
    return reader.email if verified.exists() else ""


def _url(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
