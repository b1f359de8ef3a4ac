"""The list of words and phrases that the pipeline looks for: the verbs that change it, and a trial run beforehand.

A listed word is found in all its disguises (see disguise.py), because text and list are folded the same way.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import disguise, permissions
from comments.models import Comment, Term, TermChange
from comments.refusals import Conflict
from newsroom.accounts.models import User
from newsroom.prepared import Prepared

LONGEST = 100  # letters of a phrase
LONGEST_NOTE = 200  # letters
SHORTEST = 3  # letters; two occur in every text once words are joined
TRIED = 10_000  # comments: a few weeks of a busy site
TRIAL_TIME = timedelta(seconds=3)  # what people wait for without wondering


@dataclass(frozen=True)
class Trial:
    """A trial run: how many comments were read, how many contain the phrase, and some of them.

    `approved` is how many of those a moderator has approved: if it is high, the phrase is too broad.
    """

    read: int
    found: int
    approved: int
    examples: list[tuple[Comment, str]]
    is_complete: bool


def found_in(text: str, *, now: datetime) -> list[tuple[Term, str]]:
    """The active terms in a text, each with the matching words. One query, however long the list."""
    keys = disguise.keys(text)
    return [(term, " ".join(keys[term.key])) for term in _listed(keys=json.dumps([*keys]), now=now)] if keys else []


def _any_of(keys: str, now: datetime) -> QuerySet[Term]:
    """The active terms among these keys, given as a JSON list, so that the SQL does not depend on its length."""
    each = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": "SELECT jsonb_array_elements_text(%s::jsonb)"}
    listed = RawSQL(each[connection.vendor], [keys])  # noqa: S611 (no user input)
    return Term.objects.in_force(now).filter(key__in=listed).order_by("pk")


_listed = Prepared(_any_of)


def count(terms: Iterable[Term]) -> None:
    """Count matches of these terms. No query if there are none."""
    found = [term.pk for term in terms]
    if found:
        Term.objects.filter(pk__in=found).update(hits=F("hits") + 1)


def checked_key(phrase: str) -> str:
    """The key of a phrase. Raises ValidationError if it could not find anything sensible."""
    key = disguise.key(phrase)
    if len(disguise.words(phrase)) > disguise.LONGEST_PHRASE or max(len(phrase), len(key)) > LONGEST:
        raise ValidationError({"phrase": _("List at most four words in a row, and at most 100 letters.")})
    if len(key) < SHORTEST:
        raise ValidationError({"phrase": _("Give at least three letters: shorter words stand in every text.")})
    return key


@transaction.atomic
def add(
    phrase: str,
    *,
    action: str,
    by: User,
    note: str = "",
    expires_at: datetime | None = None,
    now: datetime | None = None,
) -> Term:
    """List a word or phrase, or relist an expired one. Raises Conflict if it is listed already."""
    now = now or timezone.now()
    _may_keep(by)
    _check(action, note, expires_at, now)
    key = checked_key(phrase)
    values = {
        "phrase": " ".join(phrase.split()),
        "action": action,
        "note": note,
        "expires_at": expires_at,
        "added_by": by,
        "added_at": now,
    }
    listed = Term.objects.select_for_update().filter(key=key).first()
    if listed and Term.objects.in_force(now).filter(pk=listed.pk).exists():
        raise Conflict(_("“%(phrase)s” is listed already.") % {"phrase": listed.phrase})
    if listed:
        Term.objects.filter(pk=listed.pk).update(**values)
        listed.refresh_from_db()
    else:
        try:
            with transaction.atomic():
                listed = Term.objects.create(key=key, **values)
        except IntegrityError:
            raise Conflict(_("“%(phrase)s” is listed already.") % {"phrase": values["phrase"]}) from None
    _log(listed, TermChange.Act.ADD, by=by, now=now)
    return listed


@transaction.atomic
def change(
    term: Term,
    *,
    action: str,
    by: User,
    note: str = "",
    expires_at: datetime | None = None,
    now: datetime | None = None,
) -> Term:
    """Change what happens to comments with this word, or until when. The word itself cannot be changed."""
    now = now or timezone.now()
    _may_keep(by)
    _check(action, note, expires_at, now)
    stored = _in_force(term, now)
    if (stored.action, stored.note, stored.expires_at) == (action, note, expires_at):
        raise Conflict(_("Nothing has been changed."))
    stored.action, stored.note, stored.expires_at = action, note, expires_at
    stored.save(update_fields=["action", "note", "expires_at"])
    _log(stored, TermChange.Act.CHANGE, by=by, now=now)
    return stored


@transaction.atomic
def retire(term: Term, *, by: User, now: datetime | None = None) -> None:
    """Deactivate a term. Its row stays, to explain what it has held and refused."""
    now = now or timezone.now()
    _may_keep(by)
    stored = _in_force(term, now)
    stored.expires_at = now
    stored.save(update_fields=["expires_at"])
    _log(stored, TermChange.Act.RETIRE, by=by, now=now)


def trial(phrase: str, *, examples: int = 10) -> Trial:
    """Try a phrase on the newest comments, within a few seconds. One query, read in chunks."""
    key = checked_key(phrase)
    until = monotonic() + TRIAL_TIME.total_seconds()
    newest = Comment.objects.order_by("-created_at", "-pk").only("text", "state", "created_at")[:TRIED]
    read = found = approved = 0
    shown: list[tuple[Comment, str]] = []
    for comment in newest.iterator(chunk_size=500):
        if monotonic() > until:
            return Trial(read, found, approved, shown, is_complete=False)
        read += 1
        words = disguise.keys(comment.text).get(key)
        if words is not None:
            found += 1
            approved += comment.state == Comment.State.APPROVED
            if len(shown) < examples:
                shown.append((comment, " ".join(words)))
    return Trial(read, found, approved, shown, is_complete=True)


def _may_keep(by: User) -> None:
    if not permissions.can_keep_terms(by):
        raise PermissionDenied(_("Only a moderator may do that."))


def _check(action: str, note: str, expires_at: datetime | None, now: datetime) -> None:
    if action not in Term.Action.values:
        raise ValidationError({"action": _("Choose what happens to a comment with this word.")})
    if len(note) > LONGEST_NOTE:
        sentence = _("Shorten the note to at most %(most)s characters.") % {"most": LONGEST_NOTE}
        raise ValidationError({"note": sentence})
    if expires_at and expires_at <= now:
        raise ValidationError({"expires_at": _("Choose a moment still to come, or none.")})


def _in_force(term: Term, now: datetime) -> Term:
    """Lock the term. Raises Conflict if it is not active any more."""
    stored = Term.objects.select_for_update(of=("self",)).in_force(now).filter(pk=term.pk).first()
    if stored is None:
        raise Conflict(_("This word has expired already."))
    return stored


def _log(term: Term, act: TermChange.Act, *, by: User, now: datetime) -> None:
    kept = {"action": term.action, "note": term.note, "expires_at": term.expires_at}
    TermChange.objects.create(term=term, act=act, by=by, at=now, **kept)
