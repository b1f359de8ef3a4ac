import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.site import Site
from tests.deploy.house import POSTGRESQL, House, until
from tests.deploy.readers import get

STORIES = [f"Berita Latihan Nomor {number}" for number in range(6)]
NEEDED = ("nginx", "wrk", "redis-server", "openssl")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the rehearsal unless deploy/rehearse or .ci/run asks for it: it takes minutes and all cores."""
    missing = [name for name in NEEDED if not shutil.which(name)] + ([] if POSTGRESQL else ["postgresql"])
    for item in items:
        if "tests/deploy" not in item.path.as_posix():
            continue
        if not os.environ.get("REHEARSE"):
            item.add_marker(pytest.mark.skip(reason="the installation is rehearsed by deploy/rehearse"))
        elif missing:
            item.add_marker(pytest.mark.skip(reason=f"not here (Debian: apt install {' '.join(missing)})"))
        elif os.environ.get("CI"):  # as for browser tests: run a failed test once more
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    # Not in pytest's folder, which PostgreSQL's user may not enter.
    house = House(Path(tempfile.mkdtemp(prefix="newsroom-house-")))
    try:
        house.start()
        yield house
    finally:
        house.stop()
        shutil.rmtree(house.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def site(house: House) -> Iterator[Site]:
    site = Site(url=house.url, folder=house.folder / "var", environment=house.environment)
    (site.folder / "mail").mkdir(parents=True, exist_ok=True)
    yield site
    site.leave()


@pytest.fixture(scope="session")
def pages(site: Site) -> list[str]:
    """Paths of every kind of page, each requested once already."""
    stories = site.ask("published", headlines=STORIES)
    paths = [story["path"] for story in stories.values()]
    paths += ["/", "/daerah/", "/rss/", "/sitemap-news.xml", "/indeks/", "/cari/?q=latihan"]
    paths.append(f"/komentar/{next(iter(stories.values()))['id']}/")
    for path in paths:
        until(lambda path=path: get(site.url + path)[0] == 200, what=path)
    return paths
