"""The pages of embargo, right of reply and legal check: who sees their forms, and what they do."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article
from newsroom.accounts.models import User
from tests import cast
from tests.desk import desk

pytestmark = pytest.mark.django_db


class Newsroom:
    def __init__(self) -> None:
        self.rina, self.bagus, self.sari = cast.rina(), cast.bagus(), cast.sari()
        self.article = cast.draft(self.rina, harms_party=True)

    def embargoed(self) -> None:
        workflow.set_embargo(self.article, by=self.rina, reason="Menunggu sidang.")

    def asked(self) -> None:
        workflow.ask_legal(self.article, by=self.bagus, note="Tuduhan di paragraf dua.")


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


ASKED = {"party": "Hasan", "asked_at": "2026-01-01T08:00", "channel": "phone", "result": "no-answer", "note": ""}
CASES: list[tuple[str, str, str, dict[str, str]]] = [
    ("embargo", "rina", "", {"note": "Menunggu sidang."}),
    ("lift-embargo", "bagus", "embargoed", {"note": "Sidang dimajukan."}),
    ("confirm", "rina", "", ASKED),
    ("waive-confirmation", "sari", "", {"note": "Peringatan dini."}),
    ("ask-legal", "bagus", "", {"note": "Tuduhan di paragraf dua."}),
    ("clear-legal", "sari", "asked", {"note": "Diperiksa Bu Ratna."}),
]


def show(newsroom: Newsroom, verb: str, who: User) -> Any:
    return desk.browser(who).get(desk.verb_url(newsroom.article, verb))


@pytest.mark.parametrize(("verb", "who", "before", "typed"), CASES, ids=[case[0] for case in CASES])
def test_the_page_asks_for_what_the_verb_needs_and_does_it(
    newsroom: Newsroom, verb: str, who: str, before: str, typed: dict[str, str]
) -> None:
    if before:
        getattr(newsroom, before)()
    person = getattr(newsroom, who)
    page = show(newsroom, verb, person).content.decode()
    for name in typed:
        assert f'name="{name}"' in page, name
    assert 'value="now" data-publishes' in page
    answer = desk.browser(person).post(desk.verb_url(newsroom.article, verb), desk.seen(newsroom.article, **typed))
    assert answer.status_code == 302
    assert newsroom.article.steps.filter(verb=verb, by=person).exists()


def test_where_nothing_is_to_be_done_the_page_says_so_and_asks_for_nothing(newsroom: Newsroom) -> None:
    answer = show(newsroom, "lift-embargo", newsroom.bagus)
    assert answer.status_code == 409
    assert 'name="note"' not in answer.content.decode()


def test_a_form_with_a_mistake_is_shown_again_with_what_was_typed(newsroom: Newsroom) -> None:
    past = f"{timezone.now() - timedelta(days=1):%Y-%m-%dT%H:%M}"
    sent = desk.seen(newsroom.article, note="Menunggu sidang.", until=past)
    answer = desk.browser(newsroom.rina).post(desk.verb_url(newsroom.article, "embargo"), sent)
    assert answer.status_code == 400
    assert "Menunggu sidang." in answer.content.decode()
    assert not Article.objects.filter(embargo_indefinite=True).exists()
