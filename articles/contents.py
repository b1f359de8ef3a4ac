"""The content of a version of a story as JSON, so that it can be stored, compared and restored.

Names, captions and credits are stored beside the ids, so that a caption changed later does not rewrite an old version.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Field

from articles import body
from articles.models import Article, Byline, BylineRole, Edition, EditionTopic, Journalist, Photo, Section, Topic

Contents = dict[str, Any]


@cache
def plain_fields() -> "list[Field[Any, Any]]":
    """The plain fields of a story that people can change."""
    return [
        field
        for field in Article._meta.concrete_fields
        if field.editable and not field.primary_key and not field.is_relation
    ]


def of(article: Article, *, bylines: Sequence[Byline] | None = None, topics: Sequence[Topic] | None = None) -> Contents:
    """The full content of this working copy, with stored bylines and topics unless others are given. Four queries."""
    if bylines is None:
        bylines = list(article.bylines.select_related("journalist"))
    if topics is None:
        topics = list(article.topics.order_by("name"))
    shown = body.photo_ids(article.body)
    photos = Photo.objects.in_bulk({*shown, article.lead_photo_id} - {None})
    lead = photos.get(article.lead_photo_id or 0)
    return {
        **{field.name: _as_json(field.value_from_object(article)) for field in plain_fields()},
        "section": {"id": article.section.pk, "name": article.section.name} if article.section else None,
        "lead_photo": {"id": lead.pk, **_words(lead)} if lead else None,
        "topics": [{"id": topic.pk, "name": topic.name} for topic in sorted(topics, key=lambda topic: topic.name)],
        "bylines": [
            {"journalist": byline.journalist_id, "name": byline.journalist.name, "role": byline.role}
            for byline in bylines
        ],
        "photos": {str(pk): _words(photos[pk]) for pk in shown if pk in photos},
    }


def of_edition(edition: Edition) -> Contents:
    """The content of an edition, as far as a working copy can have it, so without the approving editor.

    Three queries. Captions of photos in the text are those from when this version was saved.
    """
    topics = EditionTopic.objects.filter(edition=edition).select_related("topic").order_by("topic__name")
    kept = edition.article.drafts.stood().filter(version=edition.version).first()
    shown = body.photo_ids(edition.body)
    photos = kept.contents["photos"] if kept else {}
    for photo in Photo.objects.filter(pk__in=[pk for pk in shown if str(pk) not in photos]):
        photos[str(photo.pk)] = _words(photo)
    lead = edition.lead_photo
    held = [field.name for field in plain_fields() if hasattr(edition, field.name)]
    return {
        **{name: _as_json(getattr(edition, name)) for name in held},
        "slug": edition.path.rstrip("/").rsplit("/", 1)[1],
        "section": {"id": edition.section_id, "name": edition.section.name},
        "lead_photo": {name: lead[name] for name in ("id", "alt", "caption", "credit")} if lead else None,
        "topics": [{"id": part.topic_id, "name": part.topic.name} for part in topics],
        "bylines": [
            {name: byline[name] for name in ("journalist", "name", "role")}
            for byline in edition.bylines
            if byline["role"] != BylineRole.EDITOR
        ],
        "photos": {str(pk): photos[str(pk)] for pk in shown if str(pk) in photos},
    }


def put(contents: Contents, article: Article) -> tuple[list[Byline], list[Topic]]:
    """Set this content on a working copy, without saving, and return bylines and topics for workflow.save.

    Objects that have been deleted since are left out. At most four queries.
    """
    for field in plain_fields():
        if field.name in contents:
            setattr(article, field.name, field.to_python(contents[field.name]))
    section, lead = contents["section"], contents["lead_photo"]
    article.section = Section.objects.filter(pk=section["id"]).first() if section else None
    article.lead_photo = Photo.objects.filter(pk=lead["id"]).first() if lead else None
    named = Journalist.objects.in_bulk({line["journalist"] for line in contents["bylines"]})
    bylines = [
        Byline(article=article, journalist=named[line["journalist"]], role=line["role"])
        for line in contents["bylines"]
        if line["journalist"] in named
    ]
    return bylines, list(Topic.objects.filter(pk__in=[topic["id"] for topic in contents["topics"]]))


def same(one: Contents, other: Contents) -> bool:
    """Whether two versions have the same content. Changes of captions in the photo library do not count."""
    return _chosen(one) == _chosen(other)


def _chosen(contents: Contents) -> Contents:
    lead, section = contents["lead_photo"], contents["section"]
    return {
        **{field.name: contents.get(field.name) for field in plain_fields()},
        "section": section and section["id"],
        "lead_photo": lead and lead["id"],
        "topics": {topic["id"] for topic in contents["topics"]},
        "bylines": [(line["journalist"], line["role"]) for line in contents["bylines"]],
    }


def _words(photo: Photo) -> dict[str, str]:
    return {"alt": photo.alt, "caption": photo.caption, "credit": photo.credit_line}


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
