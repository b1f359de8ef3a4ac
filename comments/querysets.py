"""Named filters for comment threads and for the desk."""

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
    """How many comments of a story are hidden at this moment because a complaint has gone unanswered.

    They hide by the clock alone, so Thread.shown and the reply counts of roots still include them.
    """
    return Coalesce(_withheld("article_id", article_id, now, Count("pk", filter=_is_public())), 0)


def withheld_below(root_id: int, now: datetime) -> Coalesce:
    """The same for the replies below one root."""
    return Coalesce(_withheld("root_id", root_id, now, Count("pk", filter=_is_public())), 0)


def roots_of_withheld(article_id: int, now: datetime) -> Coalesce:
    """The same for a whole story, itemized: the root id of each hidden comment (0 for a root), separated by commas.

    So a page of roots needs one query instead of one for each root.
    """
    root = Cast(Coalesce("comment__root_id", 0), models.TextField())
    listed = _withheld("article_id", article_id, now, _Listed(root, filter=_is_public()))
    return Coalesce(listed, Value(""), output_field=models.TextField())


def withheld_replies(article_id: int, now: datetime) -> "QuerySet[Case, int | None]":
    """The root id of each hidden reply under a story; None for every other withheld comment on the site.

    It looks up one row for each comment withheld anywhere, so no plan can join all comments of the story.
    """
    from comments.models import Case, Comment

    replies = Comment.objects.filter(pk=OuterRef("comment"), article=article_id, state__in=Comment.PUBLIC)
    withheld = Case.objects.filter(withheld_from__lte=now).annotate(root=Subquery(replies.values("root")))
    return withheld.values_list("root", flat=True)


def _withheld(column: str, value: int, now: datetime, told: Aggregate) -> Subquery:
    """An aggregate over the withheld comments of a story. Starts from the few that are withheld anywhere.

    Adding 0 to the column, and counting the state instead of filtering by it, keeps both databases from walking all
    comments of the story instead.
    """
    from comments.models import Case

    same = ExpressionWrapper(F(f"comment__{column}") + 0, output_field=models.BigIntegerField())
    rows = Case.objects.filter(withheld_from__lte=now).annotate(same=same).filter(same=value)
    return Subquery(rows.order_by().values("same").annotate(told=told).values("told"))


def _is_public() -> models.Q:
    from comments.models import Comment

    return models.Q(comment__state__in=Comment.PUBLIC)


class _Listed(Aggregate):
    """Concatenates texts, separated by commas."""

    function, template = "STRING_AGG", "%(function)s(%(expressions)s, ',')"
    output_field = models.TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


class CommentQuerySet(models.QuerySet["Comment"]):
    def placed(self) -> Self:
        """Comments with a place in a thread: those that readers see, and those removed after being seen."""
        return self.exclude(place=0)

    def on_show(self, now: datetime) -> Self:
        """Comments of stories that show comments at this moment, whatever the state of the comment itself."""
        live = Edition.objects.live(now).standing().filter(article=OuterRef("article"))
        return self.filter(Exists(live)).exclude(article__thread__rule="never")

    def under(self, article_id: int) -> Self:
        """The roots of a story's thread, including removed ones, in whose place the thread says why."""
        return self.filter(article_id=article_id, place=1)

    def counting_seen(self, unseen: Mapping[int, int]) -> Self:
        """Annotate `seen`, the number of visible replies: the stored count minus what `unseen` gives for the id."""
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
        """The first few visible replies below each root, the comments with the ids in `also`, and a story's picks.

        Each part is a short index scan. It is raw SQL because the ORM would take ten times as long to build the query
        as the database takes to answer it.
        """
        table, seen = self.model._meta.db_table, "state IN ('visible', 'approved')"
        walk = f"root_id = %s AND place = 2 AND {seen} ORDER BY created_at, id LIMIT {int(number)}"
        latest = f"article_id = %s AND picked_at IS NOT NULL AND {seen} ORDER BY picked_at DESC LIMIT {int(number)}"
        wanted = [(walk, pk) for pk in root_ids] + [("id = %s", pk) for pk in also]
        wanted += [(latest, picks_of)] if picks_of else []
        if not wanted:
            return self.none()
        found = " UNION ALL ".join(
            f"SELECT id FROM (SELECT id FROM {table} WHERE {where}) AS p{n}"  # noqa: S608 (no user input)
            for n, (where, _pk) in enumerate(wanted)
        )
        return self.filter(pk__in=RawSQL(found, [pk for _where, pk in wanted]))  # noqa: S611 (ids, as parameters)

    def cards(self, *, thread: bool = False) -> Self:
        """Load just what a thread shows, without a query per row; with `thread`, the story's counts too."""
        joined, shown = ["author", "decision", "case", "parent__author"], [*CARD]
        if thread:
            joined.append("article__thread")
            shown += [f"article__thread__{name}" for name in ("shown", "rule", "closes_at", "picks")]
        return self.select_related(*joined).only(*shown)

    def for_desk(self) -> Self:
        """Load author and decision, and annotate `headline` and `story_path` of the story as readers see it now.

        Not the working copy's headline: it is not approved, and moderators have no access to drafts.
        """
        live = Edition.objects.live().filter(article=OuterRef("article"))
        return self.select_related("author", "decision__by", "decision__appeal", "case__claimed_by").annotate(
            headline=Subquery(live.titled().values("title")[:1]), story_path=Subquery(live.values("path")[:1])
        )

    def waiting_of(self, author: "User | int", article_id: int) -> Self:
        """This person's comments on a story that await moderation, oldest first. Only their author may see them."""
        return self.filter(author=author, article_id=article_id, state="held").order_by("created_at", "pk")

    def by(self, author: "User") -> Self:
        return self.filter(author=author)
