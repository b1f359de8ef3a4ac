from pathlib import Path

import pytest

from newsroom.accounts.models import User
from tests import cast

EXPORT = Path(__file__).parent / "export.xml"


@pytest.fixture
def arsip(db: None) -> User:
    """Submits what is imported."""
    return cast.person("Arsip", "Reporter")


@pytest.fixture
def penanggung(db: None) -> User:
    """Answers for it: approves what is imported."""
    return cast.person("Penanggung", "Editor")


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    folder = tmp_path / "uploads/2019/03"
    folder.mkdir(parents=True)
    (folder / "perahu.jpg").write_bytes(cast.picture(640, 400).read())
    return tmp_path / "uploads"
