"""deploy/release while readers read. Everything is real except systemd, which scripts in tests/deploy/bin replace."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from tests.browser.site import Site
from tests.deploy.desk import Saver, saving
from tests.deploy.house import HOST, ROOT, SERVICES, House
from tests.deploy.readers import get, watching

MIGRATION = """
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "{last}")]
    operations = [migrations.RunSQL("{sql}", migrations.RunSQL.noop)]
"""


@dataclass
class Installation:
    """/srv/newsroom in a folder, with this project as its repository; its services are the two behind nginx."""

    house: House
    root: Path

    def prepare(self) -> None:
        for name in ("var", "repository", "releases", "venvs"):
            (self.root / name).mkdir(parents=True)
        known = {name: value for name, value in self.house.environment.items() if os.environ.get(name) != value}
        known["DJANGO_SETTINGS_MODULE"] = "tests.browser.settings"  # static files are not compressed again
        (self.root / "newsroom.env").write_text("".join(f"{name}='{value}'\n" for name, value in known.items()))
        packages = self.root / "venvs" / sha256((ROOT / "requirements.txt").read_bytes()).hexdigest()[:12]
        packages.mkdir()
        for part in ("bin", "lib", "pyvenv.cfg"):
            (packages / part).symlink_to(Path(sys.prefix) / part)
        (packages / "installed").touch()
        self.git("init", "--quiet")
        tracked = self.house.run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        for name in filter(None, tracked.split("\0")):
            (self.repository / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, self.repository / name)
        self.tag("v1")

    @property
    def repository(self) -> Path:
        return self.root / "repository"

    @property
    def ports(self) -> list[int]:
        return [self.house.ports[name] for name in SERVICES.values()]

    def git(self, *arguments: str) -> None:
        somebody = ("-c", "user.name=Rehearsal", "-c", "user.email=rehearsal@demo.test")
        self.house.run("git", "-C", str(self.repository), *somebody, *arguments)

    def tag(self, name: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", name)
        self.git("tag", name)

    @property
    def last_migration(self) -> str:
        return max(path.stem for path in (self.repository / "articles/migrations").glob("[0-9]*.py"))

    def migration(self, name: str, *, after: str, sql: str) -> None:
        path = self.repository / f"articles/migrations/{name}.py"
        path.write_text(MIGRATION.format(last=after, sql=sql))

    def release(self, tag: str) -> "subprocess.CompletedProcess[str]":
        environment = self.house.environment | {
            "NEWSROOM_ROOT": str(self.root),
            "NEWSROOM_ENV": str(self.root / "newsroom.env"),
            "NEWSROOM_PORTS": " ".join(map(str, self.ports)),
            "PATH": f"{ROOT / 'tests/deploy/bin'}:{os.environ['PATH']}",
        }
        command = [str(ROOT / "deploy/release"), tag]
        return subprocess.run(command, env=environment, cwd="/", check=False, capture_output=True, text=True)  # noqa: S603

    def manage(self, *arguments: str) -> str:
        """Run deploy/manage of the current release with an empty environment, and return its output."""
        path, settings = f"PATH={os.environ['PATH']}", f"NEWSROOM_ENV={self.root / 'newsroom.env'}"
        return self.house.run("env", "-i", path, settings, str(self.root / "current/deploy/manage"), *arguments)

    def serving(self) -> list[str]:
        """The release that each service reports."""
        headers = {"Host": HOST, "X_Forwarded_Proto": "http"}
        return [json.loads(get(f"http://127.0.0.1:{port}/healthz", **headers)[1])["status"] for port in self.ports]

    def restarted(self) -> list[int]:
        """The ports of the services that have restarted since the last call, in order."""
        calls = self.root / "calls"
        said = calls.read_text().split() if calls.exists() else []
        calls.unlink(missing_ok=True)
        return [int(word.removeprefix("newsroom@")) for word in said if word != "restart"]

    def leave(self) -> None:
        for port in self.ports:
            with contextlib.suppress(ProcessLookupError):  # did not start
                os.killpg(int((self.root / f"{port}.pid").read_text()), signal.SIGKILL)


@pytest.fixture
def installation(house: House) -> Iterator[Installation]:
    installation = Installation(house, Path(tempfile.mkdtemp(prefix="srv-", dir=house.folder)))
    installation.prepare()
    for name in SERVICES.values():
        house.end(name)
    done = installation.release("v1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert installation.restarted() == installation.ports
    yield installation
    installation.leave()
    for name in SERVICES.values():
        house.start_gunicorn(name)


def _edit(path: Path, there: str, here: str) -> None:
    text = path.read_text()
    assert text.count(there) == 1
    path.write_text(text.replace(there, here))


def test_a_release_is_noticed_by_nobody_and_one_that_does_not_start_goes_back(
    house: House, installation: Installation, site: Site, pages: list[str]
) -> None:
    saver = Saver(site, "Naskah yang disimpan sepanjang rilis")
    repository, (one, two) = installation.repository, installation.ports
    health = repository / "newsroom/views.py"
    last = installation.last_migration
    _edit(health, '"status": "ok"', '"status": "second"')
    installation.migration("9997_rehearsed", after=last, sql="CREATE TABLE rehearsed (number int)")
    (repository / "static/rehearsed.txt").write_text("Latihan rilis.")
    installation.tag("v2")
    _edit(health, '"status": "second"', '"status": "third"')
    (repository / "static/never-served.txt").write_text("Latihan rilis yang gagal.")
    with (repository / "gunicorn.conf.py").open("a") as configuration:
        configuration.write('\nraise RuntimeError("a release that does not start")\n')
    installation.tag("v3")

    with watching(house.url, pages) as watch, saving(saver):
        done = installation.release("v2")
        assert done.returncode == 0, done.stdout + done.stderr
        assert installation.serving() == ["second", "second"]
        assert installation.restarted() == [one, two]
        assert house.sql("SELECT count(*) FROM rehearsed") == "0"
        assert "[X] 9997_rehearsed" in installation.manage("showmigrations", "articles")
        assert get(house.url + "/static/rehearsed.txt")[1] == "Latihan rilis."

        second = (installation.root / "current").resolve()
        done = installation.release("v3")
        assert done.returncode == 1
        assert f"newsroom@{one} does not answer with v3" in done.stderr
        assert (installation.root / "current").resolve() == second
        assert installation.serving() == ["second", "second"]
        assert installation.restarted() == [one, one]
    assert watch.bad == []
    assert len(watch.looks) > 100
    assert saver.acknowledged == list(range(1, saver.sent + 1)), house.refused()
    assert saver.stored() == saver.sent > 10
    names = (house.folder / "var/static/staticfiles.json").read_text()
    assert "rehearsed.txt" in names
    assert "never-served.txt" not in names


def test_a_migration_that_fails_is_taken_back_and_noticed_by_nobody(
    house: House, installation: Installation, pages: list[str]
) -> None:
    tables = "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE tablename LIKE 'rehearsed_%'"
    health, names = installation.repository / "newsroom/views.py", house.folder / "var/static/staticfiles.json"
    first = (installation.root / "current").resolve()
    collected = names.read_text()
    _edit(health, '"status": "ok"', '"status": "migrated"')
    installation.migration(
        "9998_good", after=installation.last_migration, sql="CREATE TABLE rehearsed_good (number int)"
    )
    half = "CREATE TABLE rehearsed_half (number int); "
    installation.migration("9999_half", after="9998_good", sql=half + "SELECT 1 / 0")
    (installation.repository / "static/with-it.txt").write_text("Latihan.")
    installation.tag("v4")
    installation.migration("9999_half", after="9998_good", sql=half)
    installation.tag("v5")

    with watching(house.url, pages) as watch:
        done = installation.release("v4")
        assert done.returncode == 1
        sentence = done.stderr.strip().splitlines()[-1]
        assert sentence.startswith("A migration of v4 failed and was taken back; those before it stay. ")
        assert f". {first.name} still serves, and runs on them. Mend it and release again" in sentence
        assert (installation.root / "current").resolve() == first
        assert installation.serving() == ["ok", "ok"]
        assert installation.restarted() == []
        assert house.sql(tables) == "rehearsed_good"
        assert names.read_text() == collected

        done = installation.release("v5")
        assert done.returncode == 0, done.stdout + done.stderr
        assert installation.serving() == ["migrated", "migrated"]
        assert house.sql(tables) == "rehearsed_good rehearsed_half"
    assert watch.bad == []
