"""Stories in every state, one step per minute from an hour ago, and a check that a refusal changed nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from articles import workflow
from articles.models import (
    Article,
    Bundle,
    BundleStory,
    Byline,
    Confirmation,
    Edition,
    EditionByline,
    EditionPhoto,
    EditionTopic,
    Notice,
    Photo,
    PreviewLink,
    ReadAlso,
    Remark,
    RemarkAct,
    Step,
)
from newsroom.accounts.models import User
from tests import cast

MODELS = (
    Article,
    Bundle,
    BundleStory,
    Byline,
    Confirmation,
    Edition,
    EditionByline,
    EditionPhoto,
    EditionTopic,
    Photo,
    PreviewLink,
    ReadAlso,
    Remark,
    RemarkAct,
    Step,
    Notice,
)
MAKERS = {
    "rina": cast.rina,
    "dewi": lambda: cast.journalist_person("Dewi", "Reporter"),
    "bagus": cast.bagus,
    "tono": lambda: cast.journalist_person("Tono", "Editor"),
    "sari": cast.sari,
    "made": cast.made,
    "putri": cast.putri,
    "nobody": lambda: cast.person("Nina", is_active=True),
    "idle": lambda: cast.person("Joko", "Editor", is_active=False),
    "root": lambda: cast.person("Root", is_superuser=True),
    "stranger": AnonymousUser,
}
OUTSIDERS = ["made", "putri", "nobody", "idle", "stranger"]  # people who do not work on the stories of the tests


class People(dict[str, Any]):
    """The cast by name, created on first use."""

    def __missing__(self, name: str) -> User:
        self[name] = MAKERS[name]()
        return self[name]

    def __getattr__(self, name: str) -> User:
        if name not in MAKERS:
            raise AttributeError(name)
        return self[name]


def minute(number: int) -> datetime:
    """This minute of the last hour."""
    return timezone.now() - timedelta(hours=1) + timedelta(minutes=number)


def story(people: People, state: str) -> Article:
    """Rina's story in this state, as stored. Bagus is the editor, Sari the managing editor."""
    article = _STATES[state](people)
    article.refresh_from_db()
    return article


STATES = ("draft", "submitted", "returned", "published", "scheduled", "rewritten", "update submitted", "retracted")


def _draft(people: People) -> Article:
    return cast.draft(people.rina)


def _submitted(people: People) -> Article:
    article = _draft(people)
    workflow.submit(article, by=people.rina, now=minute(1))
    return article


def _returned(people: People) -> Article:
    article = _submitted(people)
    workflow.send_back(article, by=people.bagus, note="Siapa sumbernya?", now=minute(2))
    return article


def _published(people: People) -> Article:
    article = _submitted(people)
    workflow.approve(article, by=people.bagus, version=article.version, now=minute(3))
    return article


def _scheduled(people: People) -> Article:
    article = _submitted(people)
    later = timezone.now() + timedelta(hours=2)
    workflow.approve(article, by=people.bagus, version=article.version, live_from=later, now=minute(3))
    return article


def _rewritten(people: People) -> Article:
    article = _published(people)
    workflow.revise(article, by=people.rina, now=minute(4))
    article.headline = "Harga Beras Turun Lagi Setelah Panen Raya di Karawang"
    return workflow.save(article, by=people.rina, version=article.version, now=minute(5))


def _update_submitted(people: People) -> Article:
    article = _rewritten(people)
    workflow.submit(article, by=people.rina, now=minute(6))
    return article


def _update_scheduled(people: People) -> Article:
    article = _update_submitted(people)
    later = timezone.now() + timedelta(hours=2)
    workflow.approve(article, by=people.bagus, version=article.version, live_from=later, now=minute(7))
    return article


def _retracted(people: People) -> Article:
    article = _published(people)
    workflow.retract(article, by=people.sari, ground=Edition.Ground.WRONG, explanation="Angkanya salah.", now=minute(8))
    return article


def _emergency(people: People) -> Article:
    article = _draft(people)
    workflow.publish_in_emergency(
        article, version=article.version, by=people.sari, reason="Peringatan tsunami.", now=minute(3)
    )
    return article


def _held_back(people: People) -> Article:
    """A submitted story that may harm somebody, under embargo, and waiting for its legal check."""
    article = cast.draft(people.rina, harms_party=True)
    workflow.record_confirmation(
        article, by=people.rina, party="Hasan Basri", asked_at=minute(0), channel="phone", result="no-answer"
    )
    workflow.submit(article, by=people.rina, now=minute(1))
    workflow.set_embargo(article, by=people.rina, reason="Menunggu konferensi pers.")
    workflow.ask_legal(article, by=people.bagus, note="Tuduhan di paragraf dua.")
    return article


_STATES = {
    "held back": _held_back,
    "draft": _draft,
    "submitted": _submitted,
    "returned": _returned,
    "published": _published,
    "scheduled": _scheduled,
    "rewritten": _rewritten,
    "update submitted": _update_submitted,
    "update scheduled": _update_scheduled,
    "retracted": _retracted,
    "emergency": _emergency,
}


def everything() -> list[list[tuple[Any, ...]]]:
    tables = []
    with connection.cursor() as cursor:  # raw SQL, ten times as fast as the ORM: every refusal does this twice
        for model in MODELS:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY id')  # noqa: S608
            tables.append(cursor.fetchall())
    return tables


@contextmanager
def refused(error: type[Exception], words: str = "") -> Iterator[pytest.ExceptionInfo[Exception]]:
    """Assert that the block raises this error with these words, and changes no row and sends no mail."""
    before, mails = everything(), len(mail.outbox)
    with pytest.raises(error) as refusal:
        yield refusal
    told = " ".join(refusal.value.messages) if isinstance(refusal.value, ValidationError) else str(refusal.value)
    assert words in told
    assert told.endswith("."), f"not a sentence: {told}"
    assert everything() == before
    assert len(mail.outbox) == mails


def last_step(article: Article) -> Step:
    return Step.objects.filter(article=article).latest("pk")


def mail_to() -> list[str]:
    """The addresses of all mails, one entry per recipient."""
    return sorted(address for message in mail.outbox for address in message.recipients())
