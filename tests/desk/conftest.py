import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Settings) -> None:
    settings.STAFF_NEEDS_TWO_FACTOR = False  # the door of the desk has tests of its own
