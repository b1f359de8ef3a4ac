"""Texts on their way into the working copy: autosave, take over, restore.

A reporter's own draft is saved as they type. Anybody else's typing is kept apart until they press “Save”: others may be
reading the story, and whoever changes a text may not approve it (docs/decisions/0006-autosave.md).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import contents, history, permissions, workflow
from articles.contents import Contents
from articles.models import Article, Byline, Draft, Step, Topic
from articles.workflow import Conflict
from articles.workflow.acts import begin, log
from newsroom.accounts.models import User

Kind = Draft.Kind

MOST_UNSAVED = 20  # unsaved texts per person and story, one for each window; the oldest is deleted first
MOST_OFFERED = 3


@dataclass(frozen=True)
class Typed:
    """The content of a form: the fields in `article`, the bylines and the topics."""

    article: Article
    bylines: list[Byline]
    topics: list[Topic]
    contents: Contents  # the same, with fields that are still invalid as they were typed
    is_sound: bool  # whether every field is valid

    @property
    def is_empty(self) -> bool:
        return not any(self.contents[name] for name in ("headline", "deck", "body", "sources", "lead_photo"))


@dataclass(frozen=True)
class Outcome:
    """Where an autosave was stored: in the working copy, or beside it as an unsaved text."""

    article: Article
    at: datetime
    unsaved: Draft | None = None
    conflict: Conflict | None = None


def goes_into_the_working_copy(article: Article, by: User) -> bool:
    """Whether this person's typing goes into the working copy: their own story, before anybody else is to read it."""
    own = article.status in (Article.Status.DRAFT, Article.Status.RETURNED)
    return own and permissions.is_its_reporter(by, article)


def autosave(typed: Typed, *, by: User, version: int, sheet: UUID, now: datetime | None = None) -> Outcome:
    """Store what is being typed in one window. A conflict is returned, not raised, and the text is stored then too.

    Starts the story if it is new. Does nothing if the working copy already has this text.
    """
    now = now or timezone.now()
    article = typed.article
    if article.pk is None:
        return _begin_story(typed, by=by, sheet=sheet, now=now)
    stored = Article.objects.select_related("section").get(pk=article.pk)
    if contents.same(typed.contents, contents.of(stored)):
        stored.drafts.unsaved().filter(by=by, sheet=sheet).delete()
        return Outcome(stored, now)
    conflict = None
    if typed.is_sound and goes_into_the_working_copy(stored, by):
        try:
            parts = {"bylines": typed.bylines, "topics": typed.topics, "kind": Kind.AUTOSAVED, "sheet": sheet}
            return Outcome(workflow.save(article, by=by, version=version, now=now, **parts), now)  # type: ignore[arg-type]
        except Conflict as refusal:
            conflict = refusal
    else:
        conflict = _in_the_way(stored, by=by, version=version, sheet=sheet)
    unsaved = keep_unsaved(stored, typed.contents, by=by, version=version, sheet=sheet, now=now)
    return Outcome(stored, now, unsaved, conflict)


@transaction.atomic
def keep_unsaved(
    article: Article, said: Contents, *, by: User, version: int, sheet: UUID | None, now: datetime | None = None
) -> Draft:
    """Store a text beside the working copy, replacing the previous one of the same window."""
    if not permissions.can_see(by, article):
        raise PermissionDenied(_("Only the reporter of this story or an editor may change it."))
    now = now or timezone.now()
    begun_from = version if 0 < version <= article.version else 0  # ignore version numbers that never existed
    fields = {"version": begun_from, "at": now, "contents": said}
    begun = {**fields, "begun_at": now}
    row, _new = Draft.objects.update_or_create(
        article=article, by=by, sheet=sheet, kind=Kind.UNSAVED, defaults=fields, create_defaults=begun
    )
    too_many = article.drafts.unsaved().filter(by=by).values_list("pk", flat=True)[MOST_UNSAVED:]
    article.drafts.filter(pk__in=list(too_many)).delete()
    return row


def keep_aside(article: Article, said: Contents, *, by: User, version: int, sheet: UUID) -> Draft | None:
    """Store a text that an earlier window left in the browser; None if it is already stored or is the current text."""
    stored = Article.objects.select_related("section").get(pk=article.pk)  # the caller's may hold typed text
    arrived = [row.contents for row in stored.drafts.filter(by=by, sheet=sheet)]
    if any(contents.same(said, other) for other in [contents.of(stored), *arrived]):
        return None
    return keep_unsaved(stored, said, by=by, version=version, sheet=sheet)


def offered(article: Article, user: User) -> list[Draft]:
    """This person's unsaved texts of this story, newest first. One query."""
    return list(article.drafts.unsaved().filter(by=user)[:MOST_OFFERED])


def set_aside(draft: Draft, *, by: User) -> None:
    """Stop offering this text. It stays in the history."""
    if draft.by_id != by.pk:
        raise PermissionDenied(_("Only whoever typed this text may put it aside."))
    draft.article.drafts.unsaved().filter(pk=draft.pk).update(kind=Kind.SET_ASIDE)


def finish(article: Article, draft_id: int | None, *, by: User) -> None:
    """Stop offering the text that the form was opened with, because it has been saved. At most one query."""
    if draft_id is not None:
        article.drafts.unsaved().filter(pk=draft_id, by=by).update(kind=Kind.SET_ASIDE)


@transaction.atomic
def take_over(article: Article, *, by: User, sheet: UUID | None = None, now: datetime | None = None) -> Step:
    """Take over editing: all other windows must load the newest version before they can save again.

    Other people's unsaved texts are stored in the history first, and are still offered to them. The text does not
    change, so this does not count as a change for the four-eyes rule.
    """
    now = now or timezone.now()
    stored = begin(article, Step.Verb.EDIT, by)
    if not permissions.can_change(by, stored):
        raise Conflict(_("This story has been submitted. Withdraw the submission to change it."))
    typed = [row for row in stored.drafts.unsaved().select_related("by") if (row.by_id, row.sheet) != (by.pk, sheet)]
    for row in typed:
        fields = {"article": stored, "version": row.version, "by": row.by, "contents": row.contents}
        if not stored.drafts.filter(kind=Kind.SET_ASIDE, by=row.by, at=row.at).exists():
            Draft.objects.create(**fields, kind=Kind.SET_ASIDE, begun_at=row.begun_at, at=row.at)
    cleared = stored.legal_cleared_version
    stored.version += 1
    if cleared == stored.version - 1:
        cleared = stored.version  # the same text under a new number stays cleared
    Article.objects.filter(pk=stored.pk).update(version=stored.version, legal_cleared_version=cleared)
    article.version, article.legal_cleared_version = stored.version, cleared
    names = ", ".join(dict.fromkeys(str(row.by) for row in typed if row.by_id != by.pk))
    return log(stored, Step.Verb.TAKE_OVER, by, from_status=stored.status, now=now, note=names)


@transaction.atomic
def restore(article: Article, said: Contents, *, by: User, version: int, now: datetime | None = None) -> Article:
    """Restore an earlier version into the working copy, as a new version. Readers keep the live edition.

    This begins an update of a published story. Raises ValidationError if a field is not valid any more.
    """
    now = now or timezone.now()
    if article.status == Article.Status.PUBLISHED:
        workflow.must_be_version(Article.objects.select_for_update(no_key=True).get(pk=article.pk), version)
        workflow.revise(article, by=by, now=now)
    changed = Article.objects.get(pk=article.pk)
    bylines, topics = contents.put(said, changed)
    changed.clean_fields()
    return workflow.save(changed, by=by, version=version, now=now, bylines=bylines, topics=topics)


def _in_the_way(stored: Article, *, by: User, version: int, sheet: UUID) -> Conflict | None:
    """Why this window cannot save its text now, or None."""
    try:
        if not permissions.can_change(by, stored):
            raise Conflict(
                _("This story is %(status)s now, so that cannot be done. Load the page again to see what happened.")
                % {"status": stored.get_status_display()}
            )
        if not history.is_own_sequel(stored, version=version, by=by, sheet=sheet):
            workflow.must_be_version(stored, version)
    except Conflict as refusal:
        return refusal
    return None


def _begin_story(typed: Typed, *, by: User, sheet: UUID, now: datetime) -> Outcome:
    parts = {"bylines": typed.bylines, "topics": typed.topics, "kind": Kind.AUTOSAVED, "sheet": sheet}
    with transaction.atomic():
        article = workflow.start(typed.article, by=by, now=None, beside=not typed.is_sound, **parts)  # type: ignore[arg-type]
        unsaved = None
        if not typed.is_sound:
            unsaved = keep_unsaved(article, typed.contents, by=by, version=article.version, sheet=sheet, now=now)
    return Outcome(article, now, unsaved)
