from collections.abc import Iterator
from datetime import datetime

import pytest
from django.utils import timezone, translation

from articles.models import Article
from tests.articles.bundling import TOMORROW
from tests.articles.scenes import People, story


@pytest.fixture
def people(db: None) -> People:
    return People()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Refusals are compared by their message ids: no test depends on a translation."""
    with translation.override("en"):
        yield


@pytest.fixture
def moment() -> datetime:
    """When a bundle is planned to go live."""
    return timezone.now() + TOMORROW


@pytest.fixture
def two(people: People) -> tuple[Article, Article]:
    """Stories that wait for an editor."""
    return story(people, "submitted"), story(people, "submitted")
