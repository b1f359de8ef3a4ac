"""What a page shows of a story's comments, and what the visitor can do there.

All anonymous visitors get the same. What belongs to one reader (their waiting comments, reactions, muted readers) is
added only where there is a session, and never to anything that a shared cache could store.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from articles.models import Edition
from comments import limits, orders, permissions, pipeline, refusals, sanctions, unsent
from comments.forms import CommentForm
from comments.models import Case, Comment, Mute, Reaction, Thread
from comments.orders import MOST_REPLIED, Order
from comments.querysets import (
    CommentQuerySet,
    roots_of_withheld,
    withheld_below,
    withheld_replies,
    withheld_under,
)
from newsroom.accounts.models import User
from newsroom.caching import has_session
from newsroom.duties.models import Policy
from newsroom.pointers import may_be_id
from newsroom.prepared import Found, Prepared


@dataclass
class Card:
    """A comment as one visitor sees it, with the first visible replies in `below`."""

    comment: Comment
    replies: list["Card"] = field(default_factory=list)
    below: int = 0
    is_answer: bool = False  # the newsroom's reply, shown first
    is_own: bool = False
    has_agreed: bool = False
    can_agree: bool = False
    is_muted: bool = False
    can_edit: bool = False
    can_pick: bool = False
    can_pin: bool = False

    @property
    def has_more(self) -> bool:
        """Whether there are visible replies besides the first ones."""
        return self.below > len(self.replies)

    @property
    def facts(self) -> tuple[Any, ...]:
        """Everything that the HTML of the comment depends on, as its cache key."""
        comment, parent, decision = self.comment, self.comment.parent, self.comment.decision
        return (
            *(comment.pk, comment.article_id, comment.root_id, comment.state, comment.is_withheld, comment.voice),
            *(comment.author.display_name, comment.text, comment.created_at, comment.edited_at, comment.picked_at),
            comment.agreed,
            (parent.root_id, parent.is_public, parent.author.display_name) if parent else None,
            (decision.reason, decision.note) if decision else None,
            *(self.is_answer, self.is_own, self.has_agreed, self.can_agree, self.is_muted),
            *(self.can_edit, self.can_pick, self.can_pin),
        )

    def all(self) -> Iterable["Card"]:
        yield self
        yield from self.replies


@dataclass
class Page:
    """A page of a thread. `following` is the URL of the next page, "" on the last one."""

    cards: list[Card]
    shown: int
    thread: Thread
    order: Order = orders.NEWEST
    following: str = ""
    picks: list[Comment] = field(default_factory=list)
    mark: tuple[Any, ...] = ()  # everything an anonymous visitor sees of it, as raw rows

    @property
    def is_open(self) -> bool:
        """Whether the newsroom shows comments on this story at all."""
        return self.thread.rule != Thread.Rule.NEVER


@dataclass(frozen=True)
class Place:
    """Where a page of a thread starts: the order, and the first comment if it is not the first page."""

    order: Order = orders.NEWEST
    value: int | datetime | None = None
    pk: int = 0

    @property
    def is_first(self) -> bool:
        return self.value is None


def place(article_id: int, *, order: str | None, first: str | None, key: str | None) -> Place:
    """Parse the query string. Http404 for an invalid order, key or comment. At most one query.

    In orders that never change, `first` is the id of a comment; in the others, `key` is a position.
    """
    asked = orders.named(order)
    if asked.moves:
        if first:
            raise Http404
        return Place(asked, *orders.parse(key)) if key else Place(asked)
    if not first:
        return Place(asked)
    known = Comment.objects.under(article_id).filter(pk=first) if may_be_id(first) else Comment.objects.none()
    found = known.values_list("created_at", flat=True).first()
    if found is None:
        raise Http404
    return Place(asked, found, int(first))


def page(article_id: int, start: Place | None = None) -> Page:
    """A page of roots with their first replies. Two queries, however long the thread; up to four by replies."""
    start = start or Place()
    now = timezone.now()
    fetch = _most_replied if start.order is MOST_REPLIED else _roots
    found, raw = fetch(start, article_id, now)
    known = found[0].article if found else None
    thread = getattr(known, "thread", None) or (None if known else next(iter(_thread(article=article_id)), None))
    thread = thread or Thread(article_id=article_id)
    unseen = Counter(map(int, found[0].withheld.split(","))) if found and found[0].withheld else Counter[int]()
    shown = max(0, thread.shown - unseen.total())
    cards = [Card(comment, below=max(0, comment.replies - unseen[comment.pk])) for comment in found[: limits.PAGE]]
    picks, answers = _answer(cards, picks_of=article_id if start.is_first and thread.picks else None)
    withheld = [comment.pk for comment in found if comment.is_withheld]  # depends on the time, not only on rows
    following = start.order.query(found[limits.PAGE]) if len(found) > limits.PAGE else ""
    mark = (shown, thread.rule, thread.closes_at, *raw, *withheld, None, *answers)
    return Page(cards, shown, thread, start.order, following, picks, mark)


def _roots(start: Place, article_id: int, now: datetime) -> tuple[list[Any], list[Any]]:
    """The roots from a position on, one more than fits the page, and the raw rows. One query."""
    if start.value is None:
        roots = _first_roots(start.order).found(article=article_id, now=now)
    else:
        roots = _walk(Comment.objects.under(article_id), start, article_id, now)
    return roots.rows(), roots.raw


def _most_replied(start: Place, article_id: int, now: datetime) -> tuple[list[Any], list[Any]]:
    """The same, ordered by the number of visible replies. Two queries, three if some replies are withheld.

    The index has the stored counts, which include withheld replies. So the few roots with withheld replies are left out
    of the index scan, fetched separately, and merged at the position of their actual count.
    """
    unseen = Counter(root for root in _withheld_replies(article=article_id, now=now) if root)
    roots = Comment.objects.under(article_id).counting_seen(unseen)
    parts = [_walk(roots.exclude(pk__in=unseen), start, article_id, now)] if unseen or start.value is not None else []
    parts += [_walk(roots.filter(pk__in=unseen), start, article_id, now)] if unseen else []
    parts = parts or [_first_roots(start.order).found(article=article_id, now=now)]
    found = sorted((one for part in parts for one in part.rows()), key=attrgetter("seen", "pk"), reverse=True)
    return found[: limits.PAGE + 1], [row for part in parts for row in part.raw]


@lru_cache
def _first_roots(order: Order) -> Prepared:
    def build(article: int, now: datetime) -> CommentQuerySet:
        roots = Comment.objects.under(article)
        return _with_thread(order.sort(roots.counting_seen({}) if order is MOST_REPLIED else roots), article, now)

    return Prepared(build)


def _walk(roots: CommentQuerySet, start: Place, article: int, now: datetime) -> Found:
    """From a place on. Not prepared for another page: its key is another each time."""
    roots = start.order.sort(roots)
    further = roots if start.value is None else start.order.beginning_with(roots, start.value, start.pk)
    return Prepared(lambda: _with_thread(further, article, now)).found()


def _with_thread(roots: CommentQuerySet, article: int, now: datetime) -> CommentQuerySet:
    return roots.cards(thread=True).annotate(withheld=roots_of_withheld(article, now))[: limits.PAGE + 1]


@Prepared
def _withheld_replies(article: int, now: datetime) -> "QuerySet[Case, int | None]":
    return withheld_replies(article, now)


@Prepared
def _thread(article: int) -> QuerySet[Thread]:
    return Thread.objects.filter(pk=article)


def count(article_id: int) -> int:
    """How many comments of a story readers see at this moment: none if the story is not live. One query."""
    now = timezone.now()
    seen = Exists(Edition.objects.live(now).standing().filter(article=article_id))
    threads = Thread.objects.filter(seen, pk=article_id).exclude(rule=Thread.Rule.NEVER)
    row = threads.annotate(withheld=withheld_under(article_id, now)).values_list("shown", "withheld").first()
    return max(0, row[0] - row[1]) if row else 0


def branch(root_id: int, first: str | None) -> tuple[Comment, Page]:
    """A root and a page of its replies, starting with `first` if given. At most three queries.

    Http404 if it is not a root, or has no such reply.
    """
    roots = Comment.objects.filter(pk=root_id, place=Comment.Place.ROOT).cards(thread=True)
    root = roots.annotate(withheld=withheld_below(root_id, timezone.now())).first()
    if root is None:
        raise Http404
    replies = Comment.objects.answering(root.pk)
    if first:
        known = replies.filter(pk=first) if may_be_id(first) else replies.none()
        begins = known.values_list("created_at", flat=True).first()
        if begins is None:
            raise Http404
        replies = orders.OLDEST.beginning_with(replies, begins, int(first))
    found = list(replies.cards()[: limits.PAGE + 1])
    answers = [Card(reply, is_answer=reply.pk == root.answer_id) for reply in found[: limits.PAGE]]
    card = Card(root, answers, below=max(0, root.replies - root.withheld))
    following = f"mulai={found[limits.PAGE].pk}" if len(found) > limits.PAGE else ""
    thread = getattr(root.article, "thread", None) or Thread(article_id=root.article_id)
    return root, Page([card], card.below, thread, orders.OLDEST, following)


def _answer(cards: list[Card], *, picks_of: int | None) -> tuple[list[Comment], list[Any]]:
    """Add the first replies to each card, the newsroom's answer on top; return the picks and the raw rows.

    One query for both; none if there are no replies and no picks.
    """
    answered = {card.comment.pk: card for card in cards if card.comment.replies}
    pinned = [card.comment.answer_id for card in answered.values() if card.comment.answer_id]
    if not answered and not picks_of:
        return [], []
    ids = {f"root_{number}": pk for number, pk in enumerate(_padded([*answered]))}
    ids |= {f"also_{number}": pk for number, pk in enumerate(_padded(pinned))}
    ids |= {"picks_of": picks_of} if picks_of else {}
    answers = _first_answers(*ids).found(**ids)
    rows = answers.rows()
    found = [comment for comment in rows if comment.is_shown]
    for root, card in answered.items():
        below = [comment for comment in found if comment.root_id == root]
        below.sort(key=lambda reply: (reply.pk != card.comment.answer_id, reply.created_at, reply.pk))
        card.replies = [
            Card(reply, is_answer=reply.pk == card.comment.answer_id) for reply in below[: limits.FIRST_REPLIES]
        ]
    picks = [comment for comment in found if comment.picked_at] if picks_of else []
    picks.sort(key=attrgetter("picked_at"), reverse=True)
    return picks[: limits.FIRST_REPLIES], [*answers.raw, *(comment.pk for comment in rows if comment.is_withheld)]


def _padded(ids: list[int], *, to: int = 5) -> list[int]:
    """Pad with ids that match nothing to a multiple of `to`, so that only a few distinct queries are prepared."""
    return ids + [0] * (-len(ids) % to)


@lru_cache
def _first_answers(*names: str) -> Prepared:
    def build(**ids: int) -> CommentQuerySet:
        roots, also = ([ids[name] for name in names if name.startswith(kind)] for kind in ("root_", "also_"))
        wanted = Comment.objects.first_answers(
            roots, number=limits.FIRST_REPLIES, also=also, picks_of=ids.get("picks_of")
        )
        return wanted.cards()

    return Prepared(build, **dict.fromkeys(names, int))


def personal(found: Page, reader: User, now: datetime, *, may_agree: bool) -> None:
    """Add to a page what belongs to this reader only. Two queries."""
    cards = [card for root in found.cards for card in root.all()]
    shown = [card.comment.pk for card in cards if card.comment.is_shown]
    ids = {f"comment_{number}": pk for number, pk in enumerate(_padded(shown, to=limits.PAGE))}
    agreed = set(_agreed_among(*ids)(reader=reader.pk, **ids)) if ids else set()
    muted = set(_muted_by(reader=reader.pk))
    picks = permissions.can_pick(reader)
    for card in cards:
        comment = card.comment
        if not comment.is_shown:
            continue
        card.is_own = comment.author_id == reader.pk
        card.has_agreed = comment.pk in agreed
        card.can_agree = may_agree and not card.is_own
        card.is_muted = comment.author_id in muted
        card.can_edit = card.is_own and permissions.can_still_edit(comment, at=now)
        card.can_pick = picks and not card.is_own
        card.can_pin = bool(comment.root_id) and permissions.can_pin(reader, comment)


@lru_cache
def _agreed_among(*names: str) -> Prepared:
    def build(reader: int, **ids: int) -> QuerySet[Reaction, int]:
        return Reaction.objects.filter(reader=reader, comment__in=[*ids.values()]).values_list("comment", flat=True)

    return Prepared(build, **dict.fromkeys(names, int))


@Prepared
def _muted_by(reader: int) -> QuerySet[Mute, int]:
    return Mute.objects.filter(reader=reader).values_list("muted", flat=True)


@Prepared
def _waiting_of(reader: int, article: int) -> QuerySet[Comment]:
    return Comment.objects.waiting_of(reader, article)[: limits.PAGE]


def _may_agree(reader: User, obstacle: refusals.Refused | None, now: datetime) -> bool:
    """Whether this reader may react. One query in a closed thread, where `obstacle` does not tell; otherwise none."""
    if obstacle and obstacle.is_for_everybody:
        return sanctions.refusal(sanctions.in_force(reader, now=now)) is None
    return not isinstance(obstacle, (refusals.Banned, refusals.Suspended, refusals.Warned))


def block(
    request: HttpRequest,
    edition: Edition,
    *,
    found: Page | None = None,
    form: CommentForm | None = None,
    parent: Comment | None = None,
) -> dict[str, Any]:
    """The context of comments/_block.html under a live edition. A retracted story shows no comments.

    Two queries for anonymous visitors, who all get the same; four more for a reader, besides the session's.
    """
    if edition.is_retraction:
        return {"edition": edition, "obstacle": refusals.Retracted(), "form": form}
    found = found or page(edition.article_id)
    shown: dict[str, Any] = {"edition": edition, "page": found, "parent": parent, "orders": orders.ORDERS}
    if not has_session(request):
        obstacle = pipeline.obstacle(AnonymousUser(), edition, thread=found.thread)
        return {**shown, "obstacle": obstacle, "form": form}
    now = timezone.now()
    obstacle = pipeline.obstacle(request.user, edition, thread=found.thread, now=now)
    if request.user.is_authenticated:
        personal(found, request.user, now, may_agree=_may_agree(request.user, obstacle, now))
        waiting = _waiting_of(reader=request.user.pk, article=edition.article_id)
        own = [Card(one, is_own=True, can_edit=permissions.can_still_edit(one, at=now)) for one in waiting]
        shown |= {"waiting": own, "reader": request.user}
    if obstacle and not isinstance(obstacle, refusals.TermsNotAccepted):
        return {**shown, "obstacle": obstacle, "form": form}
    terms = Policy.objects.current(Policy.Kind.COMMENT_TERMS) if obstacle else None
    form = form or CommentForm(initial={"text": unsent.kept(request.session, article_id=edition.article_id)})
    return {**shown, "form": form, "terms": terms, "submission": uuid4()}
