"""Remarks on passages of a story: the desk writes, answers, resolves and reopens them.

A remark changes neither the text nor its version, so it disturbs nobody who is writing. Remarks are never changed or
deleted (docs/decisions/0009-remarks-on-a-passage.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles import body, mentions, notices, paid, passages, permissions
from articles.models import Article, Notice, Remark, RemarkAct
from articles.passages import Passage
from articles.workflow.rules import Conflict
from newsroom.accounts.models import User

LONGEST = 2_000  # characters; longer than that calls for a conversation
TOLD = 300  # characters of a remark quoted in notices

Place, Verb, Kind = Remark.Place, RemarkAct.Verb, Notice.Kind


@dataclass(frozen=True)
class Said:
    """A remark after an act, who was notified, and mentions that match nobody."""

    remark: Remark
    told: list[User] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


@transaction.atomic
def write(
    article: Article,
    *,
    by: User,
    text: str,
    place: str = Place.STORY,
    passage: Passage | None = None,
    now: datetime | None = None,
) -> Said:
    """Write a remark on a passage of the stored text, a field, or the whole story."""
    now = now or timezone.now()
    stored = Article.objects.select_related("lead_photo").get(pk=article.pk)
    if not permissions.can_remark(by, stored):
        raise PermissionDenied(_("Only the reporter of this story or an editor may write remarks on it."))
    text = _words(text, needed=_("Write what you want to remark."))
    named = mentions.named_in(text, stored)
    fields = _about_passage(stored, passage or Passage("")) if place == Place.BODY else _about_field(stored, place)
    same = {"by": by, "text": text, "place": place, "quote": fields["quote"]}
    if stored.remarks.open().filter(**same, block=fields.get("block", 0)).exists():
        raise Conflict(_("You have written this remark already."))
    remark = Remark.objects.create(
        article=stored, place=place, text=text, by=by, at=now, version=stored.version, **fields
    )
    return _said(remark, named, text, by, now)


@transaction.atomic
def answer(remark: Remark, *, by: User, text: str, now: datetime | None = None) -> Said:
    """Answer an open remark. Its author and everybody who has answered are notified."""
    stored = _begin(remark, by)
    if not stored.is_open:
        raise Conflict(_("This remark is resolved already. Reopen it to go on about it."))
    text = _words(text, needed=_("Write your answer."))
    last = stored.acts.last()
    if last and (last.verb, last.by_id, last.text) == (Verb.ANSWER, by.pk, text):
        raise Conflict(_("You have sent this answer already."))
    return _act(remark, stored, Verb.ANSWER, by=by, text=text, now=now)


@transaction.atomic
def resolve(remark: Remark, *, by: User, text: str = "", now: datetime | None = None) -> Said:
    """Resolve a remark, optionally with a comment."""
    stored = _begin(remark, by)
    if not permissions.can_resolve(by, stored.article):
        raise Conflict(_("The story is not in your hands now. Its remarks are resolved by whoever is working on it."))
    if not stored.is_open:
        raise Conflict(_("This remark is resolved already."))
    now = now or timezone.now()
    return _act(remark, stored, Verb.RESOLVE, by=by, text=_words(text), now=now, resolved_at=now, resolved_by=by)


@transaction.atomic
def reopen(remark: Remark, *, by: User, text: str = "", now: datetime | None = None) -> Said:
    """Reopen a resolved remark."""
    stored = _begin(remark, by)
    if not permissions.can_reopen(by, stored):
        raise PermissionDenied(_("Only an editor, or whoever resolved it, may reopen a remark."))
    if stored.is_open:
        raise Conflict(_("This remark is open already."))
    return _act(remark, stored, Verb.REOPEN, by=by, text=_words(text), now=now, resolved_at=None, resolved_by=None)


def _begin(remark: Remark, by: User) -> Remark:
    """Lock the remark until the end of the transaction."""
    stored = Remark.objects.select_for_update(of=("self",)).select_related("article", "by").get(pk=remark.pk)
    if not permissions.can_remark(by, stored.article):
        raise PermissionDenied(_("Only the reporter of this story or an editor may write remarks on it."))
    return stored


def _act(
    remark: Remark, stored: Remark, verb: RemarkAct.Verb, *, by: User, text: str, now: datetime | None, **marks: Any
) -> Said:
    now = now or timezone.now()
    named = mentions.named_in(text, stored.article)
    in_talk = _in_talk(stored) if verb == Verb.ANSWER else []
    if marks:
        Remark.objects.filter(pk=stored.pk).update(**marks)
        for name, value in marks.items():
            setattr(remark, name, value)
    RemarkAct.objects.create(remark=stored, verb=verb, text=text, by=by, at=now)
    return _said(remark, named, text, by, now, in_talk=in_talk)


def _said(
    remark: Remark, named: mentions.Named, text: str, by: User, now: datetime, *, in_talk: Iterable[User] = ()
) -> Said:
    """Notify the people mentioned and those in the conversation, each once, except the author."""
    words = {
        "who": by,
        "headline": " ".join(paid.titled(str(remark.article), remark.article.paid_by).split()),
        "text": Truncator(text).chars(TOLD),
    }
    mention = _("%(who)s mentions you in a remark on “%(headline)s”: %(text)s") % words
    answered = _("%(who)s answered in the margin of “%(headline)s”: %(text)s") % words
    tell = dict.fromkeys(in_talk, (Kind.ANSWER, answered))
    tell |= dict.fromkeys(named.people, (Kind.MENTION, mention))
    told = [
        person
        for person, (kind, sentence) in tell.items()
        if notices.tell_one(person, about=remark.article, kind=kind, sentence=sentence, by=by, now=now)
    ]
    return Said(remark, told, named.unknown)


def _in_talk(remark: Remark) -> list[User]:
    """The author of the remark and everybody who has answered, as far as they may still see the story."""
    answers = remark.acts.filter(verb=Verb.ANSWER).select_related("by")
    people = dict.fromkeys([remark.by, *(answer.by for answer in answers)])
    return [person for person in people if permissions.can_see(person, remark.article)]


def _words(text: str, *, needed: str = "") -> str:
    text = body.printable(text).strip()
    if needed and not text:
        raise ValidationError({"text": needed})
    if len(text) > LONGEST:
        raise ValidationError(
            {
                "text": _("A remark has at most %(most)s characters; this one has %(length)s.")
                % {"most": LONGEST, "length": len(text)}
            }
        )
    return text


def _about_passage(article: Article, wanted: Passage) -> dict[str, Any]:
    """Find the passage in the stored text. What the browser sent only helps to find it."""
    text, quote = passages.blocks(article.body), passages.tidy(wanted.quote).strip()
    standing = passages.places(text, quote)
    if not quote:
        raise ValidationError({"quote": _("Copy the words that you mean from the text.")})
    if not standing:
        raise ValidationError(
            {"quote": _("These words do not stand in the stored story. Save it first, or copy them exactly.")}
        )
    place = standing[0] if len(standing) == 1 else passages.find(text, wanted)
    if place is None or (len(standing) > 1 and not wanted.prefix and not wanted.suffix):
        raise ValidationError({"quote": _("These words stand in several places. Copy some more of the sentence.")})
    kept = passages.passage_to_keep(text, place, len(quote))
    around = {"prefix": kept.prefix, "suffix": kept.suffix, "block": kept.block, "rivals": kept.rivals}
    return {"quote": kept.quote, **around, "paragraph": text[place.block].text}


def _about_field(article: Article, place: str) -> dict[str, Any]:
    if place not in Place.values:
        raise ValidationError({"place": _("Choose what the remark is about.")})
    return {"quote": said_by(article, place)}


def said_by(article: Article, place: str) -> str:
    """The current content of a field; "" for the whole story."""
    if place == Place.STORY:
        return ""
    value = getattr(article, place)
    if place == Place.LEAD_PHOTO:
        return value.alt if value else ""
    return str(value).strip()
