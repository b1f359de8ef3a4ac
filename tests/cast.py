"""Creates people and stories for tests: plain functions with defaults for what a test does not care about."""

import io
import itertools
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from PIL import Image

from articles import photos, workflow
from articles.models import Article, Byline, Edition, Journalist, Photo, Section, Topic
from newsroom.accounts.models import User

_number = itertools.count(1)
_taken_in: dict[tuple[str, int, int], Photo] = {}

PASSWORD = "kopi-tubruk-pagi-hari"
BODY = (
    "<p>Harga beras di Pasar Senen naik 12 persen pada pekan ini.</p><h2>Penyebab</h2>"
    "<p>“Panen mundur dua minggu,” kata Kepala Pasar Senen, Hasan Basri.</p>"
)


def person(name: str, *roles: str, **fields: Any) -> User:
    """A stored user with these roles; with any role, staff."""
    email = fields.pop("email", f"{name.lower()}@namamedia.test")
    user = User.objects.create_user(email, PASSWORD, display_name=name, is_staff=bool(roles), **fields)
    if roles:
        user.groups.add(*Group.objects.filter(name__in=roles))
    return user


def rina() -> User:
    return journalist_person("Rina", "Reporter")


def bagus() -> User:
    return journalist_person("Bagus", "Editor")


def sari() -> User:
    return journalist_person("Sari", "Managing editor")


def made() -> User:
    return person("Made", "Moderator")


def putri() -> User:
    return person("Putri")


def journalist_person(name: str, *roles: str) -> User:
    user = person(name, *roles)
    Journalist.objects.create(name=name, slug=name.lower(), user=user)
    return user


def section(name: str = "Nasional") -> Section:
    return Section.objects.get_or_create(slug=name.lower(), defaults={"name": name})[0]


def topic(name: str = "Pangan") -> Topic:
    return Topic.objects.get_or_create(slug=name.lower(), defaults={"name": name})[0]


def draft(reporter: User, **fields: Any) -> Article:
    """A complete working copy, with its reporter as writer if they have a profile."""
    number = next(_number)
    values: dict[str, Any] = {
        "headline": f"Harga Beras di Pasar Senen Naik 12 Persen ({number})",
        "deck": "Pedagang menyebut panen yang mundur sebagai sebabnya.",
        "section": section(),
        "body": BODY,
        **fields,
    }
    topics = values.pop("topics", [])
    profile = Journalist.objects.filter(user=reporter).first()
    bylines = [Byline(journalist=profile)] if profile else []
    return workflow.start(Article(**values), by=reporter, bylines=bylines, topics=topics)


def submitted(reporter: User, **fields: Any) -> Article:
    article = draft(reporter, **fields)
    workflow.submit(article, by=reporter)
    return article


def published(reporter: User, editor: User, *, now: datetime | None = None, **fields: Any) -> Edition:
    """A live edition, through submit and approve."""
    article = draft(reporter, **fields)
    workflow.submit(article, by=reporter, now=now)
    return workflow.approve(article, by=editor, version=article.version, now=now)


def picture(width: int = 900, height: int = 600, *, colour: str = "peru") -> io.BytesIO:
    """An uploaded image file."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "JPEG")
    file.seek(0)
    file.name = "foto.jpeg"
    return file


def photo(by: User, *, colour: str = "navy", size: tuple[int, int] = (640, 400), **words: str) -> Photo:
    """A stored photo. Photos of the same colour share files, because rendering takes longer than most tests."""
    words = {"alt": "Karung beras di atas truk", "credit": "Namamedia.com/Melati", **words}
    known = _taken_in.get((colour, *size))
    if known is None:
        known = _taken_in[colour, *size] = photos.take_in(picture(*size, colour=colour), by=by, **words)
        return known
    drawn = {name: getattr(known, name) for name in ("original", "sha256", "width", "height", "renditions")}
    return Photo.objects.create(uploaded_by=by, **drawn, **words)
