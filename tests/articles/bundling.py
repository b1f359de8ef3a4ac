"""Common steps of the tests of bundles: create one, approve its stories, list what is live."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from articles import workflow
from articles.models import Article, Bundle, Edition, Step
from articles.workflow import bundles
from tests.articles.scenes import People, refused

TOMORROW = timedelta(days=1)


def bundle_of(people: People, *stories: Article, live_from: datetime | None = None) -> Bundle:
    made = bundles.make(name="Anggaran 2027", by=people.bagus, live_from=live_from)
    for article in stories:
        bundles.add(made, article, by=people.bagus, version=now(made).version)
    return now(made)


def now(bundle: Bundle) -> Bundle:
    return Bundle.objects.get(pk=bundle.pk)


def approve(people: People, article: Article, **more: Any) -> Edition:
    article.refresh_from_db()
    return workflow.approve(article, by=people.bagus, version=article.version, **more)


def live(when: datetime | None = None) -> set[int]:
    return set(Edition.objects.live(when).standing().values_list("article_id", flat=True))


def verbs(article: Article) -> list[str]:
    return list(Step.objects.filter(article=article).order_by("pk").values_list("verb", flat=True))


def not_ready(people: People, bundle: Bundle) -> list[str]:
    with refused(ValidationError) as refusal:
        bundles.release(bundle, by=people.bagus, version=now(bundle).version)
    return list(refusal.value.messages)  # type: ignore[attr-defined]
