"""Tells readers by mail who has answered them and what was decided, as soon or as seldom as they want.

Nobody is told of replies without asking for it; decisions are told at once to whoever has not said otherwise.

What is to be told is written down in the transaction that makes it true; `tell` sends it, each minute. A mail server
that is down delays a mail and loses none.
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
MOST = 50  # in one mail: whoever got more answers opens the page
REPLIES, DECISIONS, EVERYTHING = "replies", "decisions", "everything"  # what the address in a mail ends

Mail, Kind = Commenter.Mail, Tiding.Kind


def note_reply(comment: Comment) -> None:
    """Write down that somebody was answered, if he wants to know and has not muted who did it. Up to three queries."""
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
    """Whether its author is to be written to now; what waits for the morning is written down. Up to four queries.

    Nobody is written to at an address that nobody has verified. What was told before of the same comment is told anew.
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
    """Send what is due: at once to those who want that, to others at seven. Called by `manage.py tick`."""
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
    """Send one reader one mail. Claimed first, so that two ticks at once send it once; given back where it fails."""
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
        return True  # nothing to tell any more, or nobody to tell it to
    try:
        letter(reader, address, shown, now=now).send()
    except OSError:  # the mail server
        log.exception("tidings for %s", reader_id)
        Tiding.objects.filter(pk__in=claimed).update(mailed_at=None)
        return False
    return True


def _is_worth_telling(tiding: Tiding, commenter: Commenter, read: Collection[int]) -> bool:
    """Whether it still holds and is still wanted. `read` are the comments under whose stories readers see any."""
    if tiding.kind == Kind.DECISION:
        return commenter.decisions != Mail.OFF
    return commenter.mail != Mail.OFF and tiding.comment.is_shown and tiding.comment_id in read


def letter(reader: User, address: str, tidings: Iterable[Tiding], *, now: datetime) -> EmailMultiAlternatives:
    """The mail. It can be ended with one click, from the mail itself or from the mailbox (RFC 8058)."""
    told = list(tidings)
    stories = {tiding.comment.article_id for tiding in told}
    headlines = dict(Edition.objects.live(now).filter(article__in=stories).values_list("article", "headline"))
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
    """The headers by which a mailbox offers to end these mails with one click (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{_url(stop_path(reader, ends))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def stop_path(reader: User, ends: str = REPLIES) -> str:
    """The address that ends these mails of this reader, for whoever holds it. It does nothing else, and stays valid."""
    return reverse("comment_mail_stop", args=[signing.dumps([reader.pk, ends], salt=SALT)])


def named_by(token: str) -> tuple[int, str] | None:
    """Whose mails an address ends, and which; None for one that we never made."""
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
    """Set how soon a reader is told of replies, and of decisions. What waited is dropped once he does not want it."""
    wishes = {"mail": mail, **({"decisions": decisions} if decisions else {})}
    Commenter.objects.update_or_create(user_id=reader_id, defaults=wishes)
    waiting = Tiding.objects.filter(reader=reader_id, mailed_at__isnull=True)
    if mail == Mail.OFF:
        waiting.exclude(kind=Kind.DECISION).delete()
    if decisions == Mail.OFF:
        waiting.filter(kind=Kind.DECISION).delete()


def _address(reader: User) -> str:
    """The verified address of a reader, "" where there is none."""
    verified = EmailAddress.objects.filter(user=reader, verified=True, email__iexact=reader.email)
    return reader.email if verified.exists() else ""


def _url(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
