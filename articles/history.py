"""Stores the versions of a working copy. Used by workflow and drafts."""

from datetime import datetime, timedelta
from uuid import UUID

from articles import contents
from articles.models import Article, Draft, Step
from newsroom.accounts.models import User

Kind = Draft.Kind

# Each autosave replaces the previous one, but after this long a new row is started, so that somebody who deletes half
# of the story by mistake and keeps typing can go back.
STRETCH = timedelta(minutes=10)

_CHANGES = (Step.Verb.CREATE, Step.Verb.EDIT)


def keep(article: Article, *, by: User, kind: Draft.Kind, at: datetime, sheet: UUID | None = None) -> Draft:
    """Store the current working copy as a version. At most ten queries.

    Only an autosave from the same window is ever replaced, and only if nobody has read it, acted upon it or changed the
    story since.
    """
    newest = newest_of(article)
    row = newest if newest and _goes_on(newest, by=by, sheet=sheet, at=at) else None
    row = row or Draft(article=article, by=by, sheet=sheet, begun_at=at)
    row.kind, row.version, row.at, row.contents = kind, article.version, at, contents.of(article)
    row.save()
    if sheet:
        article.drafts.unsaved().filter(by=by, sheet=sheet).delete()  # the unsaved text of this window is in it now
    return row


def newest_of(article: Article) -> Draft | None:
    """The newest stored version of the working copy. One query."""
    return article.drafts.stood().order_by("-version").first()


def is_own_sequel(article: Article, *, version: int, by: User, sheet: UUID | None) -> bool:
    """Whether everything since this version came from the same window of the same person. One query.

    If the response to a save is lost, the window continues from a version that it has itself replaced.
    """
    if sheet is None or version >= article.version:
        return False
    rows = list(article.drafts.stood().since(version).order_by("version").values_list("version", "by", "sheet"))
    own = all((row[1], row[2]) == (by.pk, sheet) for row in rows)
    return bool(rows) and own and rows[-1][0] == article.version


def _goes_on(row: Draft, *, by: User, sheet: UUID | None, at: datetime) -> bool:
    if row.kind != Kind.AUTOSAVED or sheet is None or (row.by_id, row.sheet) != (by.pk, sheet):
        return False
    if at - row.begun_at > STRETCH:
        return False
    if row.article.readings.filter(version=row.version).exists():
        return False
    return not row.article.steps.filter(version=row.version).exclude(verb__in=_CHANGES).exists()
