"""nginx's own error pages, without servers behind it: in Indonesian, with the right status, and not cached."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.house import HOST, ROOT, House, free_port, until

MEGABYTE = 2**20


@pytest.fixture
def door() -> Iterator[House]:
    """nginx alone, with its real limits and no server behind it."""
    house = House(Path(tempfile.mkdtemp(prefix="newsroom-door-")))
    house.folder.chmod(0o755)
    house.settings.touch()
    house.ports.update((name, free_port()) for name in ("redis", "one", "two", "http", "https"))
    sheets = house.folder / "var/static/css"
    sheets.mkdir(parents=True)
    (sheets / "page.css").write_text("p {}")
    try:
        house.start_nginx(for_a_crowd=False)
        yield house
    finally:
        house.stop()
        shutil.rmtree(house.folder)


def _curl(house: House, path: str, *options: str, host: str = HOST) -> str:
    """Status line, headers and body."""
    address = f"https://{host}:{house.ports['https']}{path}"
    command = ["curl", "-sik", "--resolve", f"*:{house.ports['https']}:127.0.0.1", *options, address]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout  # noqa: S603


def _is_a_page_of_ours(answer: str, status: int, title: str) -> None:
    head, _, page = answer.replace("\r", "").partition("\n\n")
    assert head.startswith(f"HTTP/2 {status}"), answer
    assert f"<h1>{title}</h1>" in page
    headers = dict(line.lower().split(": ", 1) for line in head.splitlines()[1:])
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["cache-control"] == "private, no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["strict-transport-security"]
    assert headers["server"] == "nginx"
    assert headers.get("retry-after") == {413: None, 429: "10", 502: "30"}[status]


def test_a_page_that_cannot_be_had(door: House) -> None:
    answer = _curl(door, "/nasional/")
    _is_a_page_of_ours(answer, 502, "Situs sedang tidak dapat dibuka")
    sheet = re.search(r'href="(/static/[^"]+)"', answer)
    assert sheet
    assert _curl(door, sheet[1]).startswith("HTTP/2 200")


def test_a_story_that_is_too_large(door: House, tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"a" * 7 * MEGABYTE)
    answer = _curl(door, "/komentar/1/kirim/", "-H", "Expect:", "--data-binary", f"@{tmp_path / 'large'}")
    _is_a_page_of_ours(answer, 413, "Kiriman terlalu besar")


def test_somebody_who_sends_too_often(door: House) -> None:
    answers = [_curl(door, "/komentar/1/kirim/", "-d", "text=Halo") for _ in range(30)]
    _is_a_page_of_ours(answers[0], 502, "Situs sedang tidak dapat dibuka")
    _is_a_page_of_ours(answers[-1], 429, "Terlalu banyak permintaan")


def test_somebody_who_searches_without_end_is_stopped_and_a_crowd_of_readers_is_not(door: House) -> None:
    statuses = {path: {_curl(door, path).split()[1] for _ in range(40)} for path in ("/cari/?q=beras", "/nasional/")}
    assert statuses == {"/cari/?q=beras": {"502", "429"}, "/nasional/": {"502"}}


@pytest.mark.parametrize("path", ["/admin/articles/article/1/autosave/", "/terbaca/1/"])
def test_a_newsroom_or_a_mobile_network_behind_one_address_is_not_somebody_who_sends_too_often(
    door: House, path: str
) -> None:
    answers = [_curl(door, path, "-d", "text=Halo") for _ in range(30)]
    assert {answer.split()[1] for answer in answers} == {"502"}


def test_the_log_says_what_happened_and_not_to_whom(door: House) -> None:
    _curl(door, "/cari/?q=rahasia", "-A", "Peramban", "-e", "https://asal.example/")
    _curl(door, "/pratinjau/kunci-rahasia/")
    _curl(door, "/akun/password/reset/key/1-kunci/")
    _curl(door, "/komentar/kabar/berhenti/kunci-surat/")
    _curl(door, "/lapor/LP-2345-6789-KUNCI/")
    log = door.folder / "nginx/newsroom.log"
    until(lambda: log.read_text().count("\n") == 5, within=10, what="the log is written")
    lines = sorted(line.partition(" ")[2] for line in log.read_text().splitlines())  # nginx processes log separately
    assert [line.partition(" GET ")[2].split()[0] for line in lines] == [
        "/akun/",
        "/cari/",
        "/komentar/kabar/",
        "/lapor/",
        "/pratinjau/",
    ]
    assert lines[1].startswith("502 ")
    assert "edge=MISS" in lines[1]
    for word in ("127.0.0.1 ", "rahasia", "kunci", "KUNCI", "Peramban", "asal"):
        assert word not in log.read_text()


def test_the_name_without_www_leads_to_the_site_over_https_too(door: House) -> None:
    answer = _curl(door, "/nasional/?halaman=2", host="namamedia.com")
    assert answer.startswith("HTTP/2 301")
    assert "location: https://www.namamedia.com/nasional/?halaman=2" in answer


def test_a_page_for_each_status_that_nginx_can_answer_with() -> None:
    named = re.findall(r"error_page .*/([0-9]+)\.html;", (ROOT / "deploy/nginx/newsroom.conf").read_text())
    assert sorted(named) == sorted(path.stem for path in (ROOT / "deploy/nginx/errors").iterdir())
