"""Makes editions: copies a working copy into a row that never changes, and moves the intervals. Used by workflow."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import body, notes, photos, printed, related
from articles.models import (
    Article,
    BylineRole,
    Edition,
    EditionByline,
    EditionPhoto,
    EditionTopic,
    Photo,
    ReadAlso,
    Topic,
)
from articles.search import index
from newsroom.accounts.models import User


def latest(article: Article) -> Edition | None:
    """The newest edition that is not cancelled: live, scheduled or retracted. One query."""
    return article.editions.not_cancelled().order_by("-number").first()


def freeze(
    article: Article,
    *,
    kind: Edition.Kind,
    by: User,
    live_from: datetime,
    now: datetime,
    public_note: str = "",
    held: bool = False,
) -> Edition:
    """Make the working copy into a new edition, and end the interval of the previous one.

    With `held`, it waits for its bundle: its interval is empty and the previous edition is not touched. Raises
    ValidationError if another story has the same address. About ten queries; call it in a transaction that has locked
    the article.
    """
    previous = latest(article)
    published_at = previous.published_at if previous else live_from
    path = _free_path(article, published_at)
    content, shown, topics = content_of(article)
    bylines = _bylines(article)
    if not content["paid_by"]:  # the editors stand with their names for news only
        bylines.append(_editor(by))
    edition = (_held if held else _open)(
        article,
        previous,
        kind=kind,
        approved_by=by,
        approved_at=now,
        live_from=live_from,
        published_at=published_at,
        public_note=public_note,
        notes=_notes(previous, notes.kind_of(previous, kind.value, content["unverified"]), public_note, live_from),
        path=path,
        bylines=bylines,
        **content,
    )
    used = shown | ({article.lead_photo_id} if article.lead_photo_id else set())
    _add_parts(edition, topic_ids=[topic.pk for topic in topics], photo_ids=sorted(used))
    if not held:
        _make_findable(edition)
    return edition


def release(held: Edition, *, live_from: datetime) -> Edition:
    """Copy a held edition, word for word, into one that starts at this moment, and end the previous one.

    Only its dates differ, and the address if it contains one. About ten queries; call it in a transaction that has
    locked the article.
    """
    article, previous = held.article, latest(held.article)
    published_at = previous.published_at if previous else live_from
    fields = {field.name: getattr(held, field.name) for field in Edition._meta.concrete_fields}
    for name in ("id", "article", "number", "version", "live_until"):
        del fields[name]
    fields |= {"live_from": live_from, "published_at": published_at, "path": _free_path(article, published_at)}
    if held.public_note:
        fields["notes"] = [*held.notes[:-1], {**held.notes[-1], "at": live_from.isoformat()}]
    edition = _open(article, previous, version=held.version, **fields)
    _add_parts(
        edition,
        topic_ids=EditionTopic.objects.filter(edition=held).values_list("topic_id", flat=True),
        photo_ids=EditionPhoto.objects.filter(edition=held).values_list("photo_id", flat=True),
    )
    _make_findable(edition)
    return edition


def preview_of(article: Article, *, now: datetime) -> Edition:
    """An unsaved edition of the working copy as it is now, without an editor. About five queries."""
    previous = article.editions.begun(now).order_by("-number").first()
    content, _photos, _topics = content_of(article)
    return Edition(
        article=article,
        number=0,
        kind=Edition.Kind.UPDATE if previous else Edition.Kind.FIRST,
        version=article.version,
        live_from=now,
        published_at=previous.published_at if previous else now,
        headline=article.headline.strip() or str(article),
        notes=previous.notes if previous else [],
        bylines=_bylines(article),
        **content,
    )


def content_of(article: Article) -> tuple[dict[str, Any], set[int], list[Topic]]:
    """The working copy as fields of an Edition, plus the photos in its text and its topics."""
    clean_body = body.clean(article.body)
    shown = {photo.pk: photo for photo in Photo.objects.filter(pk__in=body.photo_ids(clean_body))}

    def figure(photo_id: int, caption_html: str) -> str:
        photo = shown.get(photo_id)
        return photos.figure(photos.snapshot(photo), caption_html=caption_html) if photo else ""

    topics, paid_by = list(article.topics.order_by("name")), article.paid_by.strip()
    content = {
        "section": article.section,
        "deck": article.deck.strip(),
        "dateline": article.dateline.strip(),
        "body": clean_body,
        "html": body.render(clean_body, city=article.dateline.strip(), figure=figure, is_paid=bool(paid_by)),
        "words": body.count_words(clean_body),
        "lead_photo": photos.snapshot(article.lead_photo) if article.lead_photo else None,
        "topics": [{"name": topic.name, "slug": topic.slug} for topic in topics],
        "sources": article.sources.strip(),
        "seo_title": article.seo_title.strip(),
        "seo_description": article.seo_description.strip(),
        "is_developing": article.is_developing,
        "unverified": article.unverified.strip(),
        "paid_by": paid_by,
        "breaking_until": article.breaking_until,
    }
    return content, set(shown), topics


def freeze_retraction(
    article: Article, live: Edition, *, by: User, ground: Edition.Ground, explanation: str, now: datetime
) -> Edition:
    """Make an edition that only says, at the old address, that the story was retracted, when and why."""
    edition = _open(
        article,
        live,
        kind=Edition.Kind.RETRACTION,
        approved_by=by,
        approved_at=now,
        live_from=now,
        published_at=live.published_at,
        ground=ground,
        public_note=explanation,
        notes=_notes(live, Edition.Kind.RETRACTION.value, explanation, now),
        section=live.section,
        path=live.path,
        headline=live.headline,
        paid_by=live.paid_by,
        deck="",
        body="",
        html="",
        words=0,
        lead_photo=None,
        bylines=live.bylines,
        topics=[],
    )
    _add_bylines(edition)
    return edition


def close(edition: Edition, *, at: datetime) -> None:
    """End the interval in which an edition is live."""
    _set_interval(edition, at)


def cancel(edition: Edition, *, now: datetime) -> None:
    """Cancel an edition that is not live yet. The one it would have replaced stays live, without an end."""
    if edition.live_from <= now:
        raise ValidationError(_("This edition is live already. It cannot be cancelled any more."))
    _set_interval(edition, edition.live_from)
    replaced = edition.article.editions.filter(live_until=edition.live_from).exclude(pk=edition.pk)
    replaced = replaced.exclude(live_from=edition.live_from)
    for before in replaced:
        _set_interval(before, None)
    printed.recount(printed.month_of(edition.published_at))


def address(article: Article, published_at: datetime) -> str:
    """Where readers find the story: /kanal/2026/11/22/judul/, by the date of first publication in Jakarta."""
    if article.section is None:
        raise ValidationError({"section": _("Choose a section.")})
    day = timezone.localtime(published_at, timezone.get_default_timezone())
    return f"/{article.section.slug}/{day:%Y/%m/%d}/{article.slug}/"


def _free_path(article: Article, published_at: datetime) -> str:
    path = address(article, published_at)
    if Edition.objects.filter(path=path).exclude(article=article).exists():
        taken = _("Another story has the address %(path)s. Change the address.")
        raise ValidationError({"slug": taken % {"path": path}})
    return path


def _make_findable(edition: Edition) -> None:
    related.remember(edition)
    index.put(edition)


def _held(article: Article, previous: Edition | None, **fields: Any) -> Edition:
    return _create(article, live_until=fields["live_from"], **fields)


def _open(article: Article, previous: Edition | None, **fields: Any) -> Edition:
    if previous and fields["live_from"] <= previous.live_from:
        # An empty interval would mean that the previous edition was never live.
        raise ValidationError(_("An edition cannot begin before the one that it replaces. Try again in a moment."))
    if previous and previous.live_until is None:
        close(previous, at=fields["live_from"])
    edition = _create(article, live_until=None, **fields)
    printed.note(edition, is_first=previous is None)
    return edition


def _create(article: Article, **fields: Any) -> Edition:
    numbers = article.editions.order_by("-number").values_list("number", flat=True)
    fields.setdefault("headline", article.headline.strip())
    fields.setdefault("version", article.version)
    return Edition.objects.create(article=article, number=(numbers.first() or 0) + 1, **fields)


def _set_interval(edition: Edition, live_until: datetime | None) -> None:
    try:
        Edition.objects.filter(pk=edition.pk).update(live_until=live_until)
    except IntegrityError as refusal:
        raise ValidationError(_("The database refuses this change: what was published stays on record.")) from refusal
    edition.live_until = live_until


def _bylines(article: Article) -> list[dict[str, Any]]:
    """The printed names in order, without the editor."""
    return [
        {
            "journalist": byline.journalist_id,
            "name": byline.journalist.name,
            "slug": byline.journalist.slug,
            "role": byline.role,
        }
        for byline in article.bylines.select_related("journalist")
    ]


def _editor(editor: User) -> dict[str, Any]:
    """The approving editor, printed last."""
    profile = getattr(editor, "journalist", None)
    return {
        "journalist": profile.pk if profile else None,
        "name": profile.name if profile else str(editor),
        "slug": profile.slug if profile else "",
        "role": BylineRole.EDITOR.value,
    }


def _add_parts(edition: Edition, *, topic_ids: Iterable[int], photo_ids: Iterable[int]) -> None:
    """Store the rows that lead from topics, journalists, photos and other stories to this edition. Five queries."""
    EditionTopic.objects.bulk_create(
        EditionTopic(edition=edition, topic_id=topic_id, published_at=edition.published_at) for topic_id in topic_ids
    )
    _add_bylines(edition)
    EditionPhoto.objects.bulk_create(EditionPhoto(edition=edition, photo_id=photo_id) for photo_id in photo_ids)
    _add_references(edition)


def _add_bylines(edition: Edition) -> None:
    EditionByline.objects.bulk_create(
        EditionByline(
            edition=edition, journalist_id=byline["journalist"], role=byline["role"], published_at=edition.published_at
        )
        for byline in edition.bylines
        if byline["journalist"]
    )


def _add_references(edition: Edition) -> None:
    wanted = [pk for pk in body.read_also_ids(edition.body) if pk != edition.article_id]
    known = set(Article.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    ReadAlso.objects.bulk_create(
        ReadAlso(edition=edition, target_id=pk, position=position) for position, pk in enumerate(wanted) if pk in known
    )


def _notes(previous: Edition | None, kind: str, note: str, at: datetime) -> list[dict[str, str]]:
    """All notes to readers so far, oldest first: a correction stays on the page through later updates."""
    told = list(previous.notes) if previous else []
    return [*told, {"kind": kind, "note": note, "at": at.isoformat()}] if note else told
