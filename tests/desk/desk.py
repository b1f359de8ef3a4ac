"""Common steps of the tests of the desk: log in, read a form, send it."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.test import Client
from django.urls import reverse

from articles.models import Article, Photo
from newsroom.accounts.models import User
from tests import cast

ADD = "/admin/articles/article/add/"
LIST = "/admin/articles/article/"
READ_ALSO = "/admin/articles/article/read-also/"
UPLOAD = "/admin/articles/photo/upload/"
PICK = "/admin/articles/photo/pick/"


def browser(user: AbstractBaseUser | None) -> Client:
    """A client that is logged in as this person, or anonymous. Server errors fail the test."""
    client = Client(raise_request_exception=True)
    if user:
        client.force_login(user)
    return client


def root() -> User:
    return User.objects.create_superuser("root@namamedia.test", cast.PASSWORD, display_name="Akar")


def change_url(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def verb_url(article: Article, verb: str) -> str:
    return reverse(f"admin:articles_article_{verb}", args=[article.pk])


def typed(article: Article | None = None, **changes: Any) -> dict[str, Any]:
    """The data of the story form with these fields changed; without an article, of a complete new story."""
    values: dict[str, Any] = {
        "headline": article.headline if article else "Panen Raya Tiba Lebih Awal di Demak",
        "deck": article.deck if article else "Petani menyebut hujan yang cukup.",
        "section": (article.section_id if article else cast.section().pk) or "",
        "dateline": article.dateline if article else "",
        "lead_photo": (article.lead_photo_id if article else "") or "",
        "body": article.body if article else cast.BODY,
        "sources": article.sources if article else "",
        "topics": [topic.pk for topic in article.topics.all()] if article else [],
        "slug": article.slug if article else "",
        "seo_title": "",
        "seo_description": "",
        "version": article.version if article else 1,
        "_continue": "1",
    }
    bylines = list(article.bylines.all()) if article else []
    values |= {"bylines-TOTAL_FORMS": len(bylines), "bylines-INITIAL_FORMS": len(bylines)}
    for number, byline in enumerate(bylines):
        for name, value in (
            ("id", byline.pk),
            ("journalist", byline.journalist_id),
            ("role", byline.role),
            ("position", byline.position),
        ):
            values[f"bylines-{number}-{name}"] = value
    return {**values, **changes}


def seen(article: Article, **typed_fields: Any) -> dict[str, Any]:
    """The data of a verb's form: the version that was on the screen, and these fields."""
    return {"version": article.version, **typed_fields}


def photo(by: User, **words: str) -> Photo:
    words = {"alt": "Karung beras", "credit": "Namamedia.com/Rina", **words}
    return cast.photo(by, colour="peru", size=(900, 600), **words)
