"""Readers, a story and comments for the tests in this folder: plain functions."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from articles.models import Edition
from comments import limits, pipeline, states
from comments.models import Comment, Commenter
from newsroom.accounts import consent
from newsroom.accounts.models import User
from newsroom.duties.models import Policy
from tests import cast

DISCLAIMER = "Isi komentar sepenuhnya adalah tanggung jawab pengguna dan diatur dalam UU ITE."
TEXT = "Di pasar dekat rumah saya harganya malah sudah turun."


def story(**fields: Any) -> Edition:
    """A story by Rina, approved by Bagus, live for an hour."""
    return cast.published(cast.rina(), cast.bagus(), now=timezone.now() - timedelta(hours=1), **fields)


def terms() -> Policy:
    """The comment terms in force."""
    current = Policy.objects.filter(kind=Policy.Kind.COMMENT_TERMS).order_by("version").last()
    if current:
        return current
    return Policy.objects.create(
        kind=Policy.Kind.COMMENT_TERMS,
        version=1,
        body="<p>Tiga aturan.</p>",
        in_force_from=timezone.now() - timedelta(days=365),
    )


def verified(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def commenter(name: str = "Putri", *roles: str, **fields: Any) -> User:
    """A reader who may comment and is trusted: verified address, consent to the current terms, earlier comments."""
    user = newcomer(name, *roles, **fields)
    Commenter.objects.create(user=user, passed=limits.TRUSTED)
    return user


def newcomer(name: str = "Baru", *roles: str, **fields: Any) -> User:
    """A reader who may comment but never has."""
    joined = timezone.now() - timedelta(days=30)
    user = verified(cast.person(name, *roles, **{"date_joined": joined, **fields}))
    consent.accept(user, terms(), now=timezone.now())
    return user


def comment(by: User, edition: Edition, text: str = TEXT, *, now: datetime | None = None) -> Comment:
    return pipeline.send(text, by=by, article=edition.article, submission=uuid4(), now=now)


def comments(by: User, edition: Edition, number: int) -> list[Comment]:
    """This many comments, oldest first, a minute apart; stored directly, without the limits of the pipeline."""
    begin = timezone.now() - timedelta(days=1)
    made = Comment.objects.bulk_create(
        Comment(
            article=edition.article,
            author=by,
            text=f"Komentar nomor {count}.",
            place=Comment.Place.ROOT,
            submission=uuid4(),
            created_at=begin + timedelta(minutes=count),
        )
        for count in range(1, number + 1)
    )
    states.touch(edition.article_id, number)
    return made


def logged_in(user: User, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(user)
    return client


def typed(text: str = TEXT, **fields: Any) -> dict[str, Any]:
    """The form's data as a browser sends it."""
    return {"text": text, "submission": str(uuid4()), **fields}
