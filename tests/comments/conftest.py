import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from comments.models import Comment
from tests import cast
from tests.comments import thread


@pytest.fixture
def desk_by_password(settings: Settings) -> None:
    """Let staff in without a second factor, which tests/accounts/test_desk_door.py tests."""
    settings.STAFF_NEEDS_TWO_FACTOR = False


@pytest.fixture
def comments(db: None) -> list[Comment]:
    return thread.comments(thread.commenter(), thread.story(), 6)


@pytest.fixture
def desk(db: None) -> Client:
    return thread.logged_in(cast.made())
