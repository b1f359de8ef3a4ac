"""Readers in every state that affects what they may do, each created by the verbs that lead to it."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from comments import sanctions
from newsroom.accounts import erasure
from newsroom.accounts.models import User
from tests import cast
from tests.comments import thread


def _sanctioned(kind: str) -> Callable[[], User]:
    def reader() -> User:
        joko = thread.commenter("Joko")
        until = timezone.now() + timedelta(days=1) if kind == "suspend" else None
        sanctions.impose(joko, kind=kind, reason="spam", until=until, by=cast.person("Wayan", "Moderator"))
        return joko

    return reader


def _deleted() -> User:
    joko = thread.commenter("Joko")
    asked = erasure.ask(joko, now=timezone.now() - timedelta(days=2))
    erasure.carry_out(now=asked.due_at)
    return User.objects.get(pk=joko.pk)


STATES: dict[str, Callable[[], User | None]] = {
    "anonymous": lambda: None,
    "unverified": lambda: cast.person("Joko"),
    "no consent": lambda: thread.verified(cast.person("Joko")),
    "in good standing": lambda: thread.commenter("Joko"),
    "warned": _sanctioned("warn"),
    "pre-moderated": _sanctioned("premoderate"),
    "suspended": _sanctioned("suspend"),
    "banned": _sanctioned("ban"),
    "deleted": _deleted,
}
NOBODY = {"anonymous", "deleted"}  # a deleted account cannot log in, and its old session is anonymous
ACCOUNTS = {*STATES} - NOBODY
BARRED = {"warned", "suspended", "banned"}
