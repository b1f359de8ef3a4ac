"""Filters with names, for threads and for the desk."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Aggregate, Count, Exists, ExpressionWrapper, F, OuterRef, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce

from articles.models import Edition

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from comments.models import Case, Comment  # noqa: F401 (named in the base)
    from newsroom.accounts.models import User


CARD = (
    *("article_id", "author_id", "root_id", "answer_id", "text", "state", "place", "voice"),
    *("created_at", "edited_at", "picked_at", "agreed", "replies", "heat"),
    *("author__display_name", "decision__reason", "decision__note", "case__withheld_from"),
    *("parent__root_id", "parent__state", "parent__author__display_name"),
)


def withheld_under(article_id: int, now: datetime) -> Coalesce:
    """How many comments of a story are out of sight at this moment because nobody has answered a complaint.

    They still count in Thread.shown and in the replies of a root: no worker moves them.
    """
    return Coalesce(_withheld("article_id", article_id, now, Count("pk", filter=_is_public())), 0)


def withheld_below(root_id: int, now: datetime) -> Coalesce:
    """The same of the replies below one root."""
    return Coalesce(_withheld("root_id", root_id, now, Count("pk", filter=_is_public())), 0)


def roots_of_withheld(article_id: int, now: datetime) -> Coalesce:
    """The same of a whole story, told apart: for each such comment the id of its root, 0 for a root, commas between.

    For a page of roots it is asked once, and not once for each of them.
    """
    root = Cast(Coalesce("comment__root_id", 0), models.TextField())
    listed = _withheld("article_id", article_id, now, _Listed(root, filter=_is_public()))
    return Coalesce(listed, Value(""), output_field=models.TextField())


def withheld_replies(article_id: int, now: datetime) -> "QuerySet[Case, int | None]":
    """The id of the root of each reply under a story that is out of sight at this moment; None of other comments.

    A look at one row for each comment that is withheld anywhere: whatever a database expects, it joins no whole story.
    """
    from comments.models import Case, Comment

    replies = Comment.objects.filter(pk=OuterRef("comment"), article=article_id, state__in=Comment.PUBLIC)
    withheld = Case.objects.filter(withheld_from__lte=now).annotate(root=Subquery(replies.values("root")))
    return withheld.values_list("root", flat=True)


def _withheld(column: str, value: int, now: datetime, told: Aggregate) -> Subquery:
    """Read from the few that are withheld anywhere, whatever the story holds: the sum, and the state counted and not
    filtered by, keep both databases from walking along all its comments instead.
    """
    from comments.models import Case

    same = ExpressionWrapper(F(f"comment__{column}") + 0, output_field=models.BigIntegerField())
    rows = Case.objects.filter(withheld_from__lte=now).annotate(same=same).filter(same=value)
    return Subquery(rows.order_by().values("same").annotate(told=told).values("told"))


def _is_public() -> models.Q:
    from comments.models import Comment

    return models.Q(comment__state__in=Comment.PUBLIC)


class _Listed(Aggregate):
    """Texts one after the other, a comma between them."""

    function, template = "STRING_AGG", "%(function)s(%(expressions)s, ',')"
    output_field = models.TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


class CommentQuerySet(models.QuerySet["Comment"]):
    def placed(self) -> Self:
        """What readers see, and what they have seen: its place in a thread says what became of it."""
        return self.exclude(place=0)

    def on_show(self, now: datetime) -> Self:
        """Of stories under which readers see comments at this moment. Nothing is said of the comment itself."""
        live = Edition.objects.live(now).standing().filter(article=OuterRef("article"))
        return self.filter(Exists(live)).exclude(article__thread__rule="never")

    def under(self, article_id: int) -> Self:
        """The roots of a story's thread, removed ones included: their place says that and why."""
        return self.filter(article_id=article_id, place=1)

    def counting_seen(self, unseen: Mapping[int, int]) -> Self:
        """With as `seen` how many replies readers see below each: the stored count less what `unseen` says of an id."""
        alike: dict[int, list[int]] = {}
        for pk, number in unseen.items():
            alike.setdefault(number, []).append(pk)
        fewer = [models.When(pk__in=pks, then=Value(number)) for number, pks in alike.items()]
        return self.annotate(seen=F("replies") - models.Case(*fewer, default=Value(0)) if fewer else F("replies"))

    def answering(self, root_id: int) -> Self:
        """All replies below a root, oldest first, removed ones included."""
        return self.filter(root_id=root_id, place=2).order_by("created_at", "pk")

    def first_answers(
        self, root_ids: Sequence[int], *, number: int, also: Sequence[int] = (), picks_of: int | None = None
    ) -> Self:
        """The first few replies that readers see below each root, the comments of these ids, the picks of a story.

        One small walk along an index for each, whatever stands behind it. Written as SQL because the ORM takes ten
        times as long to put it together as the database takes to answer.
        """
        table, seen = self.model._meta.db_table, "state IN ('visible', 'approved')"
        walk = f"root_id = %s AND place = 2 AND {seen} ORDER BY created_at, id LIMIT {int(number)}"
        latest = f"article_id = %s AND picked_at IS NOT NULL AND {seen} ORDER BY picked_at DESC LIMIT {int(number)}"
        wanted = [(walk, pk) for pk in root_ids] + [("id = %s", pk) for pk in also]
        wanted += [(latest, picks_of)] if picks_of else []
        if not wanted:
            return self.none()
        found = " UNION ALL ".join(
            f"SELECT id FROM (SELECT id FROM {table} WHERE {where}) AS p{n}"  # noqa: S608 (nothing in it was typed)
            for n, (where, _pk) in enumerate(wanted)
        )
        return self.filter(pk__in=RawSQL(found, [pk for _where, pk in wanted]))  # noqa: S611 (ids, as parameters)

    def cards(self, *, thread: bool = False) -> Self:
        """With just what a thread shows, no further query a row; with `thread`, the story's counts. Never an e-mail."""
        joined, shown = ["author", "decision", "case", "parent__author"], [*CARD]
        if thread:
            joined.append("article__thread")
            shown += [f"article__thread__{name}" for name in ("shown", "rule", "closes_at", "picks")]
        return self.select_related(*joined).only(*shown)

    def for_desk(self) -> Self:
        """With author, decision and, as `headline` and `story_path`, the story as readers see it now.

        Never the working copy's headline: a moderator is not on the desk, and nobody has approved it.
        """
        live = Edition.objects.live().filter(article=OuterRef("article"))
        return self.select_related("author", "decision__by", "decision__appeal", "case__claimed_by").annotate(
            headline=Subquery(live.values("headline")[:1]), story_path=Subquery(live.values("path")[:1])
        )

    def waiting_of(self, author: "User | int", article_id: int) -> Self:
        """What this person wrote under a story and a moderator has not read yet, oldest first: for its author alone."""
        return self.filter(author=author, article_id=article_id, state="held").order_by("created_at", "pk")

    def by(self, author: "User") -> Self:
        return self.filter(author=author)
