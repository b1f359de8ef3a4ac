"""Mentions (“@Nama”) in remarks: who is notified, who can be mentioned, and how namesakes are told apart."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from articles import mentions, remarks
from articles.models import Notice
from newsroom.accounts.models import User
from tests import cast
from tests.articles.scenes import People, mail_to, refused, story
from tests.articles.test_remarks import on_passage


def test_a_mention_tells_exactly_that_person_once(people: People, django_capture_on_commit_callbacks: Any) -> None:
    article = story(people, "submitted")
    bagus, tono = people.bagus, people.tono
    people.sari  # noqa: B018 - another editor, whom this does not concern
    with django_capture_on_commit_callbacks(execute=True):
        said = remarks.write(article, by=bagus, text="Cek ini, @tono? Ya, @Tono. @Bagus tahu.")
    assert said.told == [tono]  # nobody is notified of their own remark
    assert mail_to() == ["tono@namamedia.test"]
    notice = Notice.objects.get(kind=Notice.Kind.MENTION)
    assert (notice.person, notice.article, notice.step) == (tono, article, None)
    assert "Cek ini" in mail.outbox[0].body
    with django_capture_on_commit_callbacks(execute=True):
        remarks.answer(said.remark, by=tono, text="Sudah. @Rina, tambahkan.")
    assert mail_to() == ["bagus@namamedia.test", "rina@namamedia.test", "tono@namamedia.test"]


def test_whoever_may_not_see_the_story_is_not_told_of_it_but_the_writer_is(people: People) -> None:
    article = story(people, "submitted")
    remark, dewi = on_passage(article, by=people.bagus), people.dewi
    with refused(ValidationError, "Dewi may not see this story"):
        remarks.write(article, by=people.bagus, text="@Dewi, tahu ini?")
    with refused(ValidationError, "Dewi may not see this story"):
        remarks.answer(remark, by=people.rina, text="Tanya @Dewi.")
    assert dewi not in mentions.readers_of(article)


def test_of_two_names_the_longer_is_meant_and_letters_around_it_make_it_no_name(people: People) -> None:
    article = story(people, "submitted")
    long = cast.person("Tono Budi", "Editor", email="tono.budi@namamedia.test")
    tono = people.tono
    assert mentions.named_in("(@tono  budi)", article).people == [long]
    assert mentions.named_in("@Tono: @Tono Budi", article).people == [long, tono]
    named = mentions.named_in("surel a@tono.id, @Tonol, @kemenkes", article)
    assert (named.people, named.unknown) == ([], ["Tonol", "kemenkes"])


@pytest.fixture
def three(people: People) -> dict[str, User]:
    """Three editors with the same name, two of them with the same local part in their address."""
    addresses = ("tono.s@namamedia.test", "tono@kantor.test")
    return {"tono@namamedia.test": people.tono} | {
        each: cast.person("Tono", "Editor", email=each) for each in addresses
    }


def test_people_of_one_name_are_told_apart_by_their_addresses(people: People, three: dict[str, User]) -> None:
    article = story(people, "submitted")
    offered = mentions.offered(article, "tono", without=people.bagus)
    assert {name: person.email for name, person in offered.items()} == {
        "Tono (tono.s)": "tono.s@namamedia.test",
        "Tono (tono@kantor.test)": "tono@kantor.test",
        "Tono (tono@namamedia.test)": "tono@namamedia.test",
    }
    for name, person in offered.items():
        named = mentions.named_in(f"Ya, @{name}?", article)
        assert (named.people, named.unknown) == ([person], [])
    assert mentions.named_in("@tono  (TONO.S@namamedia.test)", article).people == [three["tono.s@namamedia.test"]]
    twice = "@Tono (tono.s), @Tono (tono@kantor.test), @Tono (tono.s)"
    assert {person.email for person in mentions.named_in(twice, article).people} == {
        "tono.s@namamedia.test",
        "tono@kantor.test",
    }


def test_one_of_them_is_told_and_the_others_are_not(people: People, three: dict[str, User]) -> None:
    said = remarks.write(story(people, "submitted"), by=people.bagus, text="@Tono (tono.s), cek.")
    assert said.told == [three["tono.s@namamedia.test"]]
    assert [notice.person.email for notice in Notice.objects.filter(kind=Notice.Kind.MENTION)] == [
        "tono.s@namamedia.test"
    ]


@pytest.mark.parametrize("text", ["@Tono?", "@Tono (tono)?", "@Tono (editor)?", "@Tono (tono.s@kantor.test)?"])
def test_a_name_that_fits_two_is_refused_with_the_ways_to_write_it(
    people: People, three: dict[str, User], text: str
) -> None:
    article = story(people, "submitted")
    with refused(ValidationError, "called Tono. Write which one you mean: @Tono (tono"):
        remarks.write(article, by=people.bagus, text=text)


def test_whoever_bears_the_name_too_means_the_other_one(people: People, three: dict[str, User]) -> None:
    offered = mentions.offered(story(people, "submitted"), "", without=people.tono)
    assert [name for name in offered if "Tono" in name] == ["Tono (tono.s)", "Tono (tono@kantor.test)"]


def test_a_namesake_who_may_not_see_the_story_makes_no_name_ambiguous(people: People) -> None:
    article = story(people, "submitted")
    tono = people.tono
    cast.person("Tono", "Reporter", email="t2@namamedia.test")
    assert mentions.named_in("@Tono", article).people == [tono]
    assert list(mentions.offered(article, "tono", without=people.bagus)) == ["Tono"]
    with refused(ValidationError, "Tono may not see this story"):
        remarks.write(article, by=people.bagus, text="@Tono (t2)?")


def test_brackets_behind_a_name_that_are_no_address_are_text(people: People) -> None:
    article, tono = story(people, "submitted"), people.tono
    assert mentions.named_in("@Tono (editor malam)", article).people == [tono]
    assert mentions.named_in("@Tono (Rabu)", article).people == [tono]
    bagus = people.bagus
    named = mentions.named_in("@Tono (@Rina) (cc:@Bagus)", article)
    assert named.people == [bagus, people.rina, tono]
    assert named.unknown == []


def test_readers_moderators_and_those_who_have_left_are_nobody_here(people: People) -> None:
    article = story(people, "submitted")
    for who in ("made", "putri", "idle"):
        people[who]
    assert mentions.named_in("@Made @Putri @Joko", article).people == []
    assert {person.display_name for person in mentions.readers_of(article)} == {"Rina"}


def test_the_people_offered_are_those_whom_permissions_let_in(people: People) -> None:
    article = story(people, "submitted")
    for who in ("rina", "dewi", "bagus", "sari", "made", "putri", "root"):
        people[who]
    offered = mentions.offered(article, "", without=people.bagus)
    assert list(offered) == ["Rina", "Root", "Sari"]
    assert list(mentions.offered(article, "RI", without=people.bagus)) == ["Rina", "Sari"]
