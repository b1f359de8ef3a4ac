"""The commands in docs/runbook.md, so that the rehearsal runs exactly these."""

from tests.deploy.house import ROOT


def commands(first: str) -> str:
    """The block of commands that starts with this line."""
    text = (ROOT / "docs/runbook.md").read_text()
    assert text.count(f"```sh\n{first}\n") == 1, first
    return first + "\n" + text.partition(f"```sh\n{first}\n")[2].partition("```")[0]
