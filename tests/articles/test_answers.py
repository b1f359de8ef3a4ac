"""An answer to a remark notifies its author and everybody who has answered, and nobody else."""

from typing import Any

import pytest
from django.core import mail

from articles import remarks, workflow
from articles.models import Article, Notice, Remark
from articles.workflow import Conflict
from tests.articles.scenes import People, mail_to, refused, story

Kind = Notice.Kind


def asked(people: People, *, state: str = "returned", **given: Any) -> Remark:
    return remarks.write(story(people, state), **{"by": people.bagus, "text": "Sumbernya?", **given}).remark


def told(article: Article) -> list[tuple[str, str]]:
    """The notices about remarks, as (person, kind), oldest first."""
    rows = article.notices.filter(step=None).order_by("pk")
    return [(str(row.person), row.kind) for row in rows]


def test_an_answer_tells_whoever_wrote_the_remark_at_the_desk_and_by_mail(
    people: People, django_capture_on_commit_callbacks: Any
) -> None:
    remark = asked(people)
    people.tono, people.sari  # noqa: B018 - other editors, whom this does not concern
    with django_capture_on_commit_callbacks(execute=True):
        said = remarks.answer(remark, by=people.rina, text="Dari BPS.")
    assert said.told == [people.bagus]
    assert told(remark.article) == [("Bagus", Kind.ANSWER)]
    assert mail_to() == ["bagus@namamedia.test"]
    headline = remark.article.headline
    assert f"Rina answered in the margin of “{headline}”: Dari BPS." in mail.outbox[0].body
    assert "An answer to a remark" in mail.outbox[0].subject


def test_the_next_answer_tells_everybody_who_has_a_part_in_the_talk_but_its_writer(people: People) -> None:
    remark = asked(people)
    remarks.answer(remark, by=people.rina, text="Dari BPS.")
    assert remarks.answer(remark, by=people.tono, text="Bulan apa?").told == [people.bagus, people.rina]
    assert remarks.answer(remark, by=people.bagus, text="Ya, bulan apa?").told == [people.rina, people.tono]
    remarks.answer(remark, by=people.rina, text="Oktober.")
    assert told(remark.article)[-2:] == [("Bagus", Kind.ANSWER), ("Tono", Kind.ANSWER)]


def test_whoever_talks_with_herself_is_told_nothing(people: People) -> None:
    remark = asked(people, by=people.rina)
    assert remarks.answer(remark, by=people.rina, text="Sudah ketemu.").told == []
    assert told(remark.article) == []


def test_whoever_is_named_in_it_too_is_told_once(people: People, django_capture_on_commit_callbacks: Any) -> None:
    remark = asked(people)
    tono = people.tono
    with django_capture_on_commit_callbacks(execute=True):
        said = remarks.answer(remark, by=people.rina, text="@Bagus, dari BPS. @Tono tahu.")
    assert sorted(map(str, said.told)) == ["Bagus", str(tono)]
    assert sorted(told(remark.article)) == [("Bagus", Kind.MENTION), ("Tono", Kind.MENTION)]
    assert mail_to() == ["bagus@namamedia.test", "tono@namamedia.test"]


def test_to_be_named_once_is_no_part_in_the_talk(people: People) -> None:
    tono = people.tono
    remark = asked(people, text="@Tono, sumbernya?")
    assert tono not in remarks.answer(remark, by=people.rina, text="Dari BPS.").told


@pytest.mark.parametrize("gone", ["no role", "no account"])
def test_whoever_may_no_longer_see_the_story_is_not_told(people: People, gone: str) -> None:
    remark, bagus = asked(people), people.bagus
    remarks.answer(remark, by=people.tono, text="Saya juga ingin tahu.")
    if gone == "no role":
        bagus.groups.clear()
    else:
        bagus.is_active = False
        bagus.save()
    before = told(remark.article)
    assert remarks.answer(remark, by=people.rina, text="Dari BPS.").told == [people.tono]
    assert told(remark.article) == [*before, ("Tono", Kind.ANSWER)]


def test_the_former_reporter_of_a_story_is_not_told(people: People) -> None:
    remark = asked(people, by=people.rina)
    Article.objects.filter(pk=remark.article_id).update(reporter=people.dewi)
    assert remarks.answer(remark, by=people.bagus, text="Dari BPS?").told == []


def test_an_answer_that_is_refused_tells_nobody(people: People) -> None:
    remark = asked(people)
    remarks.answer(remark, by=people.rina, text="Dari BPS.")
    with refused(Conflict, "sent this answer already"):
        remarks.answer(remark, by=people.rina, text="Dari BPS.")
    remarks.resolve(remark, by=people.rina)
    with refused(Conflict, "Reopen it"):
        remarks.answer(remark, by=people.rina, text="Lagi.")
    assert told(remark.article) == [("Bagus", Kind.ANSWER)]


def test_ticking_a_remark_off_tells_nobody_for_handing_the_story_in_does(people: People) -> None:
    remark = asked(people)
    assert remarks.resolve(remark, by=people.rina, text="Sudah ditulis.").told == []
    assert remarks.reopen(remark, by=people.bagus, text="Belum.").told == []
    assert told(remark.article) == []
    workflow.submit(remark.article, by=people.rina)
    assert remark.article.notices.filter(person=people.bagus, kind=Kind.SUBMITTED).exists()
