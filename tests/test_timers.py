"""deploy/systemd: the commands of all timers exist, and the runbook describes them."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

UNITS = settings.BASE_DIR / "deploy" / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
CONFINED = """
NoNewPrivileges=yes CapabilityBoundingSet= PrivateTmp=yes PrivateDevices=yes ProtectSystem=strict ProtectHome=yes
ProtectProc=invisible ProtectClock=yes ProtectHostname=yes ProtectKernelLogs=yes ProtectKernelModules=yes
ProtectKernelTunables=yes ProtectControlGroups=yes RestrictNamespaces=yes RestrictRealtime=yes RestrictSUIDSGID=yes
LockPersonality=yes RemoveIPC=yes SystemCallArchitectures=native SystemCallFilter=@system-service UMask=0027
"""
TIMERS = sorted(path.stem for path in UNITS.glob("*.timer"))


@pytest.mark.parametrize("timer", TIMERS)
def test_a_timer_starts_what_exists_and_stands_in_the_runbook(timer: str) -> None:
    service = (UNITS / f"{timer}.service").read_text()
    commands = re.findall(r"manage\.py (\w+)", service)
    assert set(commands) <= set(get_commands())
    for script in re.findall(r"ExecStart=/srv/newsroom/current/(deploy/[\w-]+)", service):
        assert (settings.BASE_DIR / script).exists()
    runbook = (settings.BASE_DIR / "docs" / "runbook.md").read_text()
    assert f"{timer}.timer" in runbook


def test_the_chain_is_checked_every_night_before_anything_goes() -> None:
    started = re.findall(r"manage\.py (\w+)", (UNITS / "newsroom-purge.service").read_text())
    assert started == ["verify_chain", "purge"]
    assert re.search(r"OnCalendar=\d\d:\d\d Asia/Jakarta", (UNITS / "newsroom-purge.timer").read_text())


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.stem)
def test_a_service_may_do_what_it_needs_and_writes_where_the_runbook_has_made_room(service: Path) -> None:
    lines = service.read_text().splitlines()
    assert set(CONFINED.split()) <= set(lines)
    (writes,) = (line.removeprefix("ReadWritePaths=") for line in lines if line.startswith("ReadWritePaths="))
    runbook = (settings.BASE_DIR / "docs" / "runbook.md").read_text()
    assert re.search(rf"(mkdir|install -d) .*{writes}(\s|$)", runbook, re.MULTILINE)
