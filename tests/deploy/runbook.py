"""What docs/runbook.md tells somebody to type, so that it is rehearsed word for word."""

from tests.deploy.house import ROOT


def commands(first: str) -> str:
    """The block of commands of the runbook that begins with this line."""
    text = (ROOT / "docs/runbook.md").read_text()
    assert text.count(f"```sh\n{first}\n") == 1, first
    return first + "\n" + text.partition(f"```sh\n{first}\n")[2].partition("```")[0]
