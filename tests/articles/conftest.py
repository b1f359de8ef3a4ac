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
    """Run the tests in English, so that they compare message ids and do not depend on translations."""
    with translation.override("en"):
        yield


@pytest.fixture
def moment() -> datetime:
    """The planned time of a bundle."""
    return timezone.now() + TOMORROW


@pytest.fixture
def two(people: People) -> tuple[Article, Article]:
    """Two submitted stories."""
    return story(people, "submitted"), story(people, "submitted")
