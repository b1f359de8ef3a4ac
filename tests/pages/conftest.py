import pytest

from tests.pages.press import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()
