"""What happens to a text that is sent or edited: facts are gathered once, then phases.py judges, then it is stored.

The same phases tell the page whether to show the form (`obstacle`) and the verbs whether to take the text.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Edition, Journalist
from comments import limits, night, permissions, phases, refusals, sanctions, spam, states, terms
from comments import text as texts
from comments.heat import heat
from comments.models import Comment, Commenter, Revision, Sanction, Thread, Verdict
from comments.phases import Attempt, Judgement, Sent
from comments.refusals import Refused
from newsroom.accounts import consent
from newsroom.accounts.models import User
from newsroom.duties.models import Policy
from newsroom.prepared import Prepared, store

NO_FORM = UUID(int=0)  # an edit is told apart by its comment, not by its form


def send(
    text: str,
    *,
    by: User | AnonymousUser,
    article: Article,
    submission: UUID,
    parent: Comment | None = None,
    edition: Edition | None = None,
    now: datetime | None = None,
) -> Comment:
    """The stored comment: visible, or held for a moderator. The same submission again gives back what it made.

    `edition` is what `live_edition` has just said of the story, where somebody has asked already. Raises the Refused
    of the first phase that refuses, or SentAlready where the form was used for another text, and stores no comment
    then. Eight queries, some more for a reply or a newcomer. Two texts by one author wait for each other; nobody else
    waits for them.
    """
    if isinstance(by, AnonymousUser):
        raise refusals.NotLoggedIn
    text, at = _cleaned(text), now or timezone.now()
    attempt = _facts(by, edition or live_edition(article.pk, at=at), at, text=text, parent=parent)
    try:
        return _store(attempt, article, submission, now)
    except Refused as refusal:
        _keep(refusal, attempt, article)
        raise


@transaction.atomic
def _store(attempt: Attempt, article: Article, submission: UUID, now: datetime | None) -> Comment:
    commenter, attempt, sent_before = _alone(attempt, now, submission=submission)
    if sent_before:
        made = Comment.objects.get(pk=sent_before)
        if (made.text, made.article_id) != (attempt.text, article.pk):
            raise refusals.SentAlready
        return made
    judgement = phases.judge(attempt, phases.ALL)
    if judgement.refusal:
        raise judgement.refusal
    parent, root = attempt.parent, attempt.parent and (attempt.parent.root or attempt.parent)
    place = Comment.Place.REPLY if root else Comment.Place.ROOT
    comment = Comment(
        article=article,
        author=commenter.user,
        parent=parent,
        root=root,
        text=attempt.text,
        state=Comment.State.HELD if judgement.held_for else Comment.State.VISIBLE,
        held_for=judgement.held_for,
        place=Comment.Place.NOWHERE if judgement.held_for else place,
        voice=_voice(commenter.user, attempt.edition),
        submission=submission,
        created_at=attempt.now,
        heat=heat(attempt.now, agreed=0, replies=0),
    )
    store(comment)
    _record(attempt, article, comment, judgement)
    states.place(comment, is_trusted=commenter.passed >= limits.TRUSTED)
    return comment


def edit(comment: Comment, text: str, *, by: User, now: datetime | None = None) -> Comment:
    """The comment with its new text, judged like a new one; what it said before is kept.

    PermissionDenied for anybody but its author, Conflict once it is too late, Refused as in `send`. A text that would
    be held takes the comment out of sight until a moderator has read it; one that waits goes on waiting.
    """
    text, at = _cleaned(text), now or timezone.now()
    attempt = _facts(by, live_edition(comment.article_id, at=at), at, text=text)
    try:
        return _rewrite(attempt, comment, now)
    except Refused as refusal:
        _keep(refusal, attempt, comment.article)
        raise


@transaction.atomic
def _rewrite(attempt: Attempt, comment: Comment, now: datetime | None) -> Comment:
    _commenter, attempt, _sent_before = _alone(attempt, now, but=comment)
    stored = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if not permissions.is_author(attempt.by, stored):
        raise PermissionDenied(_("Only its author may change a comment."))
    if stored.text == attempt.text:
        return stored
    number = stored.revisions.count() + 1
    may = permissions.can_still_edit(stored, at=attempt.now) and number <= limits.MAX_EDITS
    if not may or stored.complaints.exists():  # what somebody complained about stays as it was
        raise refusals.Conflict(_("It is too late to change this comment. You can answer it, or delete it."))
    judgement = phases.judge(attempt, phases.ALL)
    if judgement.refusal:
        raise judgement.refusal
    Revision.objects.create(comment=stored, number=number, text=stored.text, until=attempt.now)
    _record(attempt, stored.article, stored, judgement)
    waits = stored.is_held or judgement.held_for
    states.move(
        stored,
        to=Comment.State.HELD if waits else Comment.State.VISIBLE,
        text=attempt.text,
        edited_at=attempt.now,
        held_for=judgement.held_for or stored.held_for,
        picked_at=None,  # what the newsroom picked was another text
    )
    return stored


def obstacle(
    by: User | AnonymousUser, edition: Edition, *, thread: Thread | None = None, now: datetime | None = None
) -> Refused | None:
    """What keeps this person from commenting on the live edition of a story, whatever the text; None when nothing does.

    One query unless the thread is known already, one more for a reader who is logged in, another for one under a
    sanction.
    """
    now = now or timezone.now()
    if thread is None:
        thread = Thread.objects.filter(pk=edition.article_id).only("rule", "closes_at").first() or Thread()
    attempt = _person(Attempt(by, edition, now, rule=thread.rule, closes_at=thread.closes_at))
    return phases.judge(attempt, phases.DOORS).refusal


def flaw(typed: str) -> Refused | None:
    """The refusal of a text for its length, or None. Forms show it together with errors about the sender."""
    return phases.flaw(_cleaned(typed))


def _cleaned(typed: str) -> str:
    """What is kept of a typed text. One that is far too long is not even looked at: it is refused for its length."""
    return typed if len(typed) > limits.MAX_TYPED else texts.clean(typed)


def live_edition(article_id: int, *, at: datetime) -> Edition | None:
    """The live edition with its address and its thread, if there is one: what judging a comment needs. One query."""
    return next(iter(_live(article=article_id, at=at)), None)


def _facts(by: User, edition: Edition | None, now: datetime, *, text: str, parent: Comment | None = None) -> Attempt:
    """What can be known before the author's row is locked. Two queries, none where there is nothing to judge."""
    if len(text) > limits.MAX_LENGTH:
        return _person(Attempt(by, edition, now, text=text))  # refused for its length before anybody reads it
    thread = (getattr(edition.article, "thread", None) if edition else None) or Thread()
    return _person(
        Attempt(
            by,
            edition,
            now,
            rule=thread.rule,
            closes_at=thread.closes_at,
            is_newsroom=by.is_staff,
            parent=parent,
            text=text,
            signs=spam.signs(text),
            listed=terms.found_in(text, now=now),
            is_night=night.is_night(now),
        )
    )


def _person(attempt: Attempt) -> Attempt:
    """The attempt with what is known of whoever makes it: nothing of a stranger, one or two queries otherwise."""
    by = attempt.by
    if isinstance(by, AnonymousUser) or not by.is_authenticated:
        return attempt
    ((is_verified, has_terms, has_accepted, is_sanctioned),) = _standing(user=by.pk, now=attempt.now)
    return replace(
        attempt,
        has_accepted=has_accepted if has_terms else None,
        is_verified=is_verified,
        sanction=sanctions.in_force(by, now=attempt.now) if is_sanctioned else None,
    )


def _alone(
    attempt: Attempt, now: datetime | None, *, submission: UUID = NO_FORM, but: Comment | None = None
) -> tuple[Commenter, Attempt, int | None]:
    """The author's row, locked until the end of the transaction, and the facts that only hold under that lock.

    One of them is the moment itself: what somebody else stored while we waited must not lie in its future. The last is
    the id of what this submission has made before.
    """
    author: int = attempt.by.pk  # type: ignore[assignment]
    found = _locked(author=author)
    if not found:
        Commenter.objects.get_or_create(user_id=author)
        found = _locked(author=author)
    commenter, now = found[0], now or timezone.now()
    rows = _recent(author=author, but=but.pk if but else 0, submission=submission)
    recent = [Sent(*row[:3]) for row in rows if row[0] <= now]
    attempt = replace(attempt, by=commenter.user, now=now, passed=commenter.passed, recent=recent)
    return commenter, attempt, rows[0][3] if rows else None


def _keep(refusal: Refused, attempt: Attempt, article: Article) -> None:
    """Record a text that was refused for its content; TooManyRefused, and no record, beyond REFUSED_PER_DAY.

    Not locked: somebody who sends several at once may leave one or two more. Up to three queries.
    """
    if not refusal.is_recorded:
        return
    earlier = Verdict.objects.filter(author=attempt.by.pk, outcome=Verdict.Outcome.REFUSED).order_by("-at")
    moments = list(earlier.values_list("at", flat=True)[: limits.REFUSED_PER_DAY])
    if len(moments) == limits.REFUSED_PER_DAY and moments[-1] > attempt.now - limits.DAY:
        raise refusals.TooManyRefused(moments[-1] + limits.DAY - attempt.now) from refusal
    _record(attempt, article, None, phases.judge(attempt, phases.ALL))


def _record(attempt: Attempt, article: Article, comment: Comment | None, judgement: Judgement) -> None:
    """Write down what each phase said, and count the listed terms that were found."""
    outcome = Verdict.Outcome.REFUSED if judgement.refusal else Verdict.Outcome.SHOWN
    verdict = Verdict(
        comment=comment,
        article=article,
        author_id=attempt.by.pk,  # type: ignore[misc]
        outcome=Verdict.Outcome.HELD if judgement.held_for else outcome,
        reason=judgement.refusal.code if judgement.refusal else judgement.held_for,
        phases=judgement.log,
        at=attempt.now,
    )
    store(verdict)
    terms.count(term for term, _words in attempt.listed)


def _voice(author: User, edition: Edition | None) -> Comment.Voice:
    """In whose name somebody speaks under this story. No query for a reader, one for the newsroom's people."""
    if not author.is_staff or edition is None:
        return Comment.Voice.READER
    writers = [byline["journalist"] for byline in edition.bylines if byline["role"] == "writer"]
    writes = Journalist.objects.filter(user=author, pk__in=[pk for pk in writers if pk]).exists()
    return Comment.Voice.WRITER if writes else Comment.Voice.NEWSROOM


# -- What is asked for each comment, prepared once: the ORM takes longer to put a query together than it takes to answer


@Prepared
def _live(article: int, at: datetime) -> QuerySet[Edition]:
    live = Edition.objects.live(at).filter(article=article).select_related("article__thread")
    return live.only("kind", "path", "published_at", "bylines", "article__thread__rule", "article__thread__closes_at")


@Prepared
def _standing(user: int, now: datetime) -> QuerySet[User, tuple[bool, ...]]:
    """Has a verified address; there are terms; has agreed to them; is under a sanction."""
    terms = Policy.Kind.COMMENT_TERMS
    return User.objects.filter(pk=user).values_list(
        Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)),
        Exists(Policy.objects.published(terms, at=now)),
        Exists(consent.agreements(terms, at=now).filter(user=OuterRef("pk"))),
        Exists(Sanction.objects.filter(user=OuterRef("pk")).in_force(now)),
    )


@Prepared
def _locked(author: int) -> QuerySet[Commenter]:
    return Commenter.objects.select_for_update(of=("self",)).select_related("user").filter(user=author)


@Prepared
def _recent(author: int, but: int, submission: UUID) -> QuerySet[Comment, tuple[datetime, str, str, int | None]]:
    """Beside each the id of what the submission has made, of whatever age."""
    # Not asked up to a moment: PostgreSQL would look up the end of an index to plan for it, in some milliseconds.
    mine = Comment.objects.filter(author=author)
    same = Subquery(mine.filter(submission=submission).order_by().values("pk"))
    sent = mine.exclude(pk=but).annotate(same=same).order_by("-created_at")
    return sent.values_list("created_at", "text", "state", "same")[: limits.PER_HOUR]
