"""The list of comments at the desk: actions on several comments, and filters by reader and story."""

import re

import pytest
from django.test import Client

from comments import moderation
from comments.models import Comment, Decision
from tests import cast
from tests.comments import thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_by_password")]
LIST = "/admin/comments/comment/"


def pressed(desk: Client, button: str, marked: list[Comment]) -> dict[str, object]:
    """Send the list's form with these rows ticked and this action."""
    html = desk.get(LIST).content.decode()
    number = re.search(rf'name="index" value="(\d+)">{button}</button>', html)
    assert number
    acts = re.findall(r'type="hidden" name="action" value="(\w+)"', html)
    return {"action": acts, "index": number[1], "_selected_action": [row.pk for row in marked]}


def test_a_button_for_what_is_marked_changes_nothing_where_nothing_is(comments: list[Comment], desk: Client) -> None:
    html = desk.post(f"{LIST}?antrean=ditahan", pressed(desk, "Setujui", []), follow=True).content.decode()
    assert "Tandai dulu barisnya. Tidak ada yang berubah." in html
    assert 'aria-current="true">Ditahan' in html
    desk.post(LIST, pressed(desk, "Setujui", comments[:1]))
    assert list(Comment.objects.filter(state="approved")) == comments[:1]


def test_the_comments_of_one_reader_or_one_story_are_listed_under_the_name(
    comments: list[Comment], desk: Client
) -> None:
    putri, edition = comments[0].author, comments[0].article.editions.get()
    ayu = thread.commenter("Ayu")
    [written] = thread.comments(ayu, edition, 1)
    assert f'href="{LIST}?penulis={putri.pk}"' in desk.get(f"{LIST}{comments[0].pk}/change/").content.decode()
    hers = desk.get(LIST, {"penulis": ayu.pk})
    assert list(hers.context["cl"].result_list) == [written]
    assert 'aria-current="true">Ayu</a>' in hers.content.decode()
    under_it = desk.get(LIST, {"berita": edition.article_id})
    assert len(under_it.context["cl"].result_list) == len(comments) + 1
    assert f'aria-current="true">{edition.headline}</a>' in under_it.content.decode()


@pytest.mark.parametrize("typed", ["kata", "9" * 30, "-1", "999999"])
def test_a_reader_who_is_not_there_is_no_mistake(comments: list[Comment], desk: Client, typed: str) -> None:
    assert desk.get(LIST, {"penulis": typed}).status_code == 200


def test_many_are_decided_at_once_each_by_a_decision_of_its_own(comments: list[Comment], desk: Client) -> None:
    moderation.hide(comments[0], by=cast.sari(), reason="abusive")
    html = desk.post(LIST, pressed(desk, "Sembunyikan sebagai spam atau iklan", comments), follow=True).content.decode()
    assert Decision.objects.filter(reason="spam").count() == 5
    assert "5 komentar diputuskan." in html
    assert "Komentar nomor 1.: " in html  # the comment that was hidden already is named in the refusal


def test_nothing_is_decided_that_nobody_has_ticked(comments: list[Comment], desk: Client) -> None:
    data = {"action": "hide_selected", "_selected_action": [comments[0].pk], "select_across": "1"}
    desk.post(LIST, data)
    assert [decision.comment for decision in Decision.objects.all()] == [comments[0]]
