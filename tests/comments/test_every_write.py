"""Every URL of the comments that accepts a POST, tried by readers in every state.

A URL that is not in the table fails the first test, so nobody can add one without saying who may use it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from articles.models import Edition
from comments import acts, moderation, own, sanctions, states, tidings
from comments.models import Appeal, Comment, Commenter, Complaint, Highlight, Mute, Reaction, Sanction
from newsroom.accounts import erasure
from newsroom.accounts.models import Erasure, User
from tests import cast
from tests.comments import thread
from tests.comments.readers import ACCOUNTS, BARRED, NOBODY, STATES

pytestmark = pytest.mark.django_db


def all_of(readers: set[str], outcome: Any = "done", **others: Any) -> dict[str, Any]:
    return {**dict.fromkeys(readers, outcome), **{name.replace("_", " "): value for name, value in others.items()}}


@dataclass
class World:
    """A story with a comment by Putri, and a reader who has an older comment of their own."""

    edition: Edition
    putri: User
    others: Comment
    reader: User | None = None
    client: Client = field(default_factory=Client)

    def own(self, author: User | None = None) -> Comment:
        """A new comment by the reader that can still be edited; by somebody else if the reader is anonymous."""
        comment = Comment.objects.create(
            article=self.edition.article,
            author=author or self.reader or self.putri,
            text="Dulu.",
            place=Comment.Place.ROOT,
            submission=uuid4(),
            created_at=timezone.now() - timedelta(minutes=1),
        )
        states.place(comment)
        return comment

    def post(self, name: str, *args: Any, **typed: Any) -> int:
        return self.client.post(reverse(name, args=args), typed).status_code

    def by_reader(self, model: Any, **asked: Any) -> str | None:
        """Whether the reader has created such a row."""
        return "done" if model.objects.filter(**asked).exists() else None


# -- The writes: each returns whether it had an effect ----------------------------------------------------------------


def _send(world: World) -> str | None:
    world.post("comment_send", world.edition.article_id, **thread.typed())
    sent = Comment.objects.filter(text=thread.TEXT).first()
    return sent and sent.state


def _edit(world: World) -> str | None:
    comment = world.own()
    world.post("comment_edit", comment.pk, text="Diam-diam diganti.")
    comment.refresh_from_db()
    return comment.state if comment.text != "Dulu." else None


def _delete(world: World) -> str | None:
    comment = world.own()
    world.post("comment_delete", comment.pk)
    return world.by_reader(Comment, pk=comment.pk, state="deleted")


def _agree(world: World) -> str | None:
    world.post("comment_act", "setuju", world.others.pk)
    return "done" if Comment.objects.get(pk=world.others.pk).agreed else None


def _disagree(world: World) -> str | None:
    own.agree(world.others, by=thread.commenter("Wati"))
    Reaction.objects.update(reader=world.reader or world.edition.approved_by)
    world.post("comment_act", "batal-setuju", world.others.pk)
    return None if Reaction.objects.exists() else "done"


def _mute(world: World) -> str | None:
    world.post("comment_act", "bisukan", world.others.pk)
    return world.by_reader(Mute, reader=world.reader, muted=world.putri)


def _unmute(by: Callable[[World], Any]) -> Callable[[World], str | None]:
    def unmute(world: World) -> str | None:
        own.mute(world.putri, by=world.reader or world.edition.approved_by)
        by(world)
        return None if Mute.objects.exists() else "done"

    return unmute


def _highlight(verb: str, act: str) -> Callable[[World], str | None]:
    """Try it on a reply, which could be both picked and pinned."""

    def highlight(world: World) -> str | None:
        reply = world.own(world.edition.approved_by)
        Comment.objects.filter(pk=reply.pk).update(
            parent=world.others, root=world.others, place=Comment.Place.REPLY, voice=Comment.Voice.NEWSROOM
        )
        if act == "unpick":
            Comment.objects.filter(pk=reply.pk).update(picked_at=timezone.now())
        if act == "unpin":
            Comment.objects.filter(pk=world.others.pk).update(answer=reply)
        world.post("comment_act", verb, reply.pk)
        return world.by_reader(Highlight, act=act)

    return highlight


def _complain(world: World) -> str | None:
    world.post("complain", world.others.pk, reason="spam", words="", speaker="other", email="", website="")
    complaint = Complaint.objects.first()
    return complaint and ("heard" if complaint.weight else "heard, without weight")


def _acknowledge(world: World) -> str | None:
    """The reader's own warning if there is one, otherwise somebody else's."""
    warning = Sanction.objects.filter(user=world.reader, kind="warn").first() if world.reader else None
    if warning is None:
        by = User.objects.filter(display_name="Wayan").first() or cast.person("Wayan", "Moderator")
        warning = sanctions.impose(thread.commenter("Wati"), kind="warn", reason="spam", by=by)
    world.post("acknowledge", warning.pk)
    return world.by_reader(Sanction, kind="acknowledge")


def _appeal(world: World) -> str | None:
    decision = moderation.hide(world.own(), by=cast.made(), reason="spam")
    world.post("appeal", decision.pk, words="Itu bukan iklan.")
    return world.by_reader(Appeal, decision=decision)


def _appeal_sanction(world: World) -> str | None:
    """Appeal against the reader's own sanction if there is one, otherwise against somebody else's."""
    sanction = Sanction.objects.filter(user=world.reader).first() if world.reader else None
    if sanction is None:
        by = cast.person("Wayan", "Moderator")
        sanction = sanctions.impose(thread.commenter("Wati"), kind="ban", reason="spam", by=by)
    world.post("appeal_sanction", sanction.pk, words="Itu bukan iklan.")
    return world.by_reader(Appeal, sanction=sanction)


def _choose_mail(world: World) -> str | None:
    world.post("comment_mail", mail="daily", decisions="off")
    return world.by_reader(Commenter, user=world.reader, mail="daily")


def _stop_mail(world: World) -> str | None:
    """Unsubscribe Putri by the link in a mail to her, which works for anybody who has it."""
    tidings.choose(world.putri.pk, Commenter.Mail.AT_ONCE)
    assert world.client.post(tidings.stop_path(world.putri)).status_code == 200
    return world.by_reader(Commenter, user=world.putri, mail="off")


def _rename(world: World) -> str | None:
    world.post("account_overview", display_name="Nama Baru")
    return world.by_reader(User, display_name="Nama Baru")


def _ask_to_be_erased(world: World) -> str | None:
    world.client.post("/akun/reauthenticate/", {"password": cast.PASSWORD})
    world.post("account_erase")
    return world.by_reader(Erasure, user=world.reader, done_at=None, cancelled_at=None)


def _stay(world: World) -> str | None:
    erasure.ask(world.reader or world.putri, now=timezone.now())
    world.post("account_keep")
    return world.by_reader(Erasure, cancelled_at__isnull=False)


@dataclass
class Write:
    act: Callable[[World], str | None]
    outcome: dict[str, Any]
    is_of_newsroom: bool = False


EVERY_ACCOUNT = all_of(ACCOUNTS)
WRITES: dict[str, Write] = {
    "comment_send": Write(_send, {"in good standing": "visible", "pre-moderated": "held"}),
    "comment_edit": Write(_edit, {"in good standing": "visible", "pre-moderated": "held"}),
    "comment_delete": Write(_delete, EVERY_ACCOUNT),  # one's own comment
    # Reactions contain no text, so they need no consent or review.
    "comment_act setuju": Write(_agree, all_of(ACCOUNTS - BARRED)),
    "comment_act batal-setuju": Write(_disagree, EVERY_ACCOUNT),
    "comment_act bisukan": Write(_mute, EVERY_ACCOUNT),  # only affects what the reader sees
    "comment_act batal-bisukan": Write(
        _unmute(lambda world: world.post("comment_act", "batal-bisukan", world.others.pk)), EVERY_ACCOUNT
    ),
    "comment_unmute": Write(_unmute(lambda world: world.post("comment_unmute", world.putri.pk)), EVERY_ACCOUNT),
    "comment_act pilih": Write(_highlight("pilih", "pick"), {}, is_of_newsroom=True),
    "comment_act batal-pilih": Write(_highlight("batal-pilih", "unpick"), {}, is_of_newsroom=True),
    "comment_act sematkan": Write(_highlight("sematkan", "pin"), {}, is_of_newsroom=True),
    "comment_act batal-sematkan": Write(_highlight("batal-sematkan", "unpin"), {}, is_of_newsroom=True),
    # Everybody may complain; complaints of sanctioned readers have no weight.
    "complain": Write(
        _complain, all_of({*STATES}, "heard") | all_of(BARRED | {"pre-moderated"}, "heard, without weight")
    ),
    "acknowledge": Write(_acknowledge, {"warned": "done"}),
    "appeal": Write(_appeal, EVERY_ACCOUNT),
    "appeal_sanction": Write(_appeal_sanction, all_of(BARRED | {"pre-moderated"})),
    "comment_mail": Write(_choose_mail, EVERY_ACCOUNT),
    "comment_mail_stop": Write(_stop_mail, all_of({*STATES})),
    "account_overview": Write(_rename, all_of(ACCOUNTS - BARRED)),  # a name is as visible as a comment
    "account_erase": Write(_ask_to_be_erased, EVERY_ACCOUNT),
    "account_keep": Write(_stay, EVERY_ACCOUNT),
}


# -- The table is whole ----------------------------------------------------------------------------------------------


SAMPLE = {"number": 1, "int": 1, "str": "x", "slug": "x", "verb": "setuju", "path": "1"}


def _addresses(found: URLResolver) -> Iterator[tuple[URLPattern, str]]:
    """Every URL of these patterns, with a value for each argument."""
    for one in found.url_patterns:
        if isinstance(one, URLResolver):
            for inner, address in _addresses(one):
                yield inner, _filled(one) + address
        else:
            yield one, _filled(one)


def _filled(one: URLPattern | URLResolver) -> str:
    address = str(one.pattern)
    for name, converter in one.pattern.converters.items():
        kind = next((kind for kind in SAMPLE if f"<{kind}:{name}>" in address), "str")
        address = address.replace(f"<{kind}:{name}>", str(SAMPLE[kind])).replace(f"<{name}>", "x")
        assert "<" not in address or converter, address
    return address


def _takes_a_post(addresses: dict[str, str]) -> set[str]:
    """The names of the URLs that do not answer a POST with 405, for a client that has just confirmed its password."""
    client = thread.logged_in(cast.person("Wati"))
    client.post("/akun/reauthenticate/", {"password": cast.PASSWORD})
    return {name for name, address in addresses.items() if client.post(address).status_code != 405}


def test_every_address_that_takes_a_post_stands_in_the_table() -> None:
    found: dict[str, str] = {}
    for module, prefix in (
        ("comments.urls", "/komentar/"),
        ("comments.complaint_urls", "/lapor/"),
        ("comments.transparency_urls", "/transparansi/"),
    ):
        below = URLResolver(get_resolver(module).pattern, module)
        found |= {str(pattern.name): prefix + address for pattern, address in _addresses(below)}
    data = URLResolver(get_resolver("newsroom.accounts.urls").pattern, "newsroom.accounts.urls").url_patterns
    found |= {
        str(one.name): f"/akun/{_filled(one)}" for one in data if isinstance(one, URLPattern)
    }  # the others: allauth
    taken = _takes_a_post(found) - {"comment_act"} | {f"comment_act {verb}" for verb in acts.VERBS}
    assert taken == {*WRITES}


# -- The table -------------------------------------------------------------------------------------------------------


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world() -> World:
    edition, putri = thread.story(), thread.commenter("Putri")
    return World(edition, putri, thread.comments(putri, edition, 1)[0])


def tried(world: World, act: Callable[[World], Any], reader: User | None) -> Any:
    world.reader = reader
    world.client = thread.logged_in(reader) if reader else Client()
    return act(world)


@pytest.mark.parametrize("name", WRITES)
def test_who_may_write_what_in_which_state(world: World, name: str) -> None:
    found, write = {}, WRITES[name]
    for state, make in STATES.items():
        with undone():
            found[state] = tried(world, write.act, make())
    assert found == {state: write.outcome.get(state) for state in STATES}


@pytest.mark.parametrize("name", [name for name, write in WRITES.items() if write.is_of_newsroom])
def test_what_no_reader_may_do_a_moderator_may(world: World, name: str) -> None:
    assert tried(world, WRITES[name].act, cast.made()) == "done"


# -- The desk --------------------------------------------------------------------------------------------------------


def _rows() -> dict[str, Any]:
    """All rows of the comments app."""
    models = list(apps.get_app_config("comments").get_models())
    return {model.__name__: list(model._base_manager.order_by("pk").values_list()) for model in models}


def _desk() -> list[str]:
    """Every URL of the comments at the desk."""
    names = {model._meta.model_name for model in admin.site._registry if model._meta.app_label == "comments"}
    found = [address for _pattern, address in _addresses(URLResolver(get_resolver().pattern, admin.site.urls[0]))]
    return [
        f"/admin/{address.lstrip('^')}" for address in found if any(f"comments/{name}/" in address for name in names)
    ]


@pytest.mark.parametrize("state", STATES)
def test_no_reader_does_anything_at_the_desk(world: World, state: str) -> None:
    world.reader = STATES[state]()
    world.client = thread.logged_in(world.reader) if world.reader else Client()
    decision = moderation.hide(world.own(world.putri), by=cast.made(), reason="spam")
    typed = {"reason": "spam", "note": "x", "kind": "ban", "text": "x", "why": "x", "upheld": "1", "phrase": "bodoh"}
    pks = {world.others.pk, decision.comment_id}
    before, addresses = _rows(), {address.replace("/1/", f"/{pk}/") for address in _desk() for pk in pks}
    assert len(addresses) > 20
    as_json = {"accept": "application/json"}  # the refusal without a page around it
    statuses = {address: world.client.post(address, typed, headers=as_json).status_code for address in addresses}
    assert {address: status for address, status in statuses.items() if status not in {403, 404}} == {}
    assert _rows() == before


# -- What stays everybody's ------------------------------------------------------------------------------------------


DATA = ["/akun/data/", "/akun/data/unduh/", "/akun/data/hapus/", "/komentar/catatan-saya/"]


@pytest.mark.parametrize("state", sorted(ACCOUNTS))
def test_the_rights_to_ones_data_hang_on_nobodys_behaviour(state: str) -> None:
    client = thread.logged_in(STATES[state]())  # type: ignore[arg-type]
    client.post("/akun/reauthenticate/", {"password": cast.PASSWORD})
    assert [client.get(address).status_code for address in DATA] == [200] * len(DATA)


@pytest.mark.parametrize("state", sorted(NOBODY))
@pytest.mark.parametrize("address", [*DATA, "/komentar/banding/1/"])
def test_strangers_are_sent_to_the_log_in(state: str, address: str) -> None:
    reader = STATES[state]()
    response: Any = (thread.logged_in(reader) if reader else Client()).get(address)
    assert response.status_code == 302
    assert "/akun/" in response["Location"]
