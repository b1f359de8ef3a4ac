"""The pages of bundles: the right person, the wrong person, nobody, twice, and other routes."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.models import Article, Bundle, Edition
from articles.workflow import bundles
from newsroom.accounts.models import User
from newsroom.desk_front import parts_for
from tests import cast
from tests.desk import desk

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/bundle/"


class Newsroom:
    def __init__(self) -> None:
        self.rina, self.bagus, self.sari = cast.rina(), cast.bagus(), cast.sari()
        self.moment = timezone.now().replace(second=0, microsecond=0) + timedelta(days=1)

    def bundle(self, *stories: Article, moment: datetime | None = None) -> Bundle:
        made = bundles.make(name="Anggaran 2027", by=self.sari, live_from=moment)
        for number, article in enumerate(stories):
            bundles.add(made, article, by=self.sari, version=1 + number)
        made.refresh_from_db()
        return made

    def approve(self, article: Article) -> None:
        workflow.approve(article, by=self.bagus, version=article.version)


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


def url(bundle: Bundle) -> str:
    return f"{LIST}{bundle.pk}/"


def press(bundle: Bundle, act: str, *, by: User | None, **typed: Any) -> Any:
    bundle = Bundle.objects.get(pk=bundle.pk)
    return desk.browser(by).post(url(bundle), {"act": act, "version": bundle.version, **typed})


def typed_moment(moment: datetime) -> str:
    return timezone.localtime(moment, timezone.get_default_timezone()).strftime("%Y-%m-%dT%H:%M")


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_an_editor_makes_fills_plans_and_publishes_a_bundle(newsroom: Newsroom) -> None:
    one, two = cast.submitted(newsroom.rina), cast.submitted(newsroom.rina)
    client = desk.browser(newsroom.bagus)
    moment = typed_moment(newsroom.moment)
    assert client.post(LIST, {"name": "Anggaran 2027", "live_from": moment}).status_code == 302
    bundle = Bundle.objects.get()
    assert bundle.live_from == newsroom.moment
    for article in (one, two):
        assert press(bundle, f"add:{article.pk}", by=newsroom.bagus).status_code == 302
    newsroom.approve(one)
    page = text(client.get(url(bundle)))
    assert "1 dari 2 naskah siap" in page
    assert "Belum disetujui" in page
    refused = press(bundle, "release", by=newsroom.bagus)
    assert refused.status_code == 400
    assert str(two) in text(refused)
    assert not Edition.objects.live().exists()
    newsroom.approve(two)
    assert "terjadwal" in text(client.get(url(bundle)))
    assert press(bundle, "release", by=newsroom.bagus).status_code == 302
    assert Edition.objects.live().count() == 2
    page = text(client.get(url(bundle)))
    assert "Terbitkan bersama" not in page
    assert press(bundle, "dissolve", by=newsroom.bagus).status_code == 409


def test_a_moment_is_set_and_taken_away(newsroom: Newsroom) -> None:
    article = cast.submitted(newsroom.rina)
    bundle = newsroom.bundle(article)
    newsroom.approve(article)
    typed = {"name": "Lain", "live_from": typed_moment(newsroom.moment)}
    assert press(bundle, "plan", by=newsroom.bagus, **typed).status_code == 302
    bundle.refresh_from_db()
    assert (bundle.name, bundle.is_released) == ("Lain", True)
    assert press(bundle, "cancel", by=newsroom.bagus).status_code == 302
    bundle.refresh_from_db()
    assert (bundle.live_from, bundle.is_released) == (None, False)
    past = {"name": "Lain", "live_from": typed_moment(timezone.now() - timedelta(hours=1))}
    answer = press(bundle, "plan", by=newsroom.bagus, **past)
    assert answer.status_code == 400
    assert "sudah lewat" in text(answer)


@pytest.mark.parametrize("who", ["rina", "made"])
def test_who_is_no_editor_is_told_so_and_finds_no_door(newsroom: Newsroom, who: str) -> None:
    somebody = newsroom.rina if who == "rina" else cast.made()
    article = cast.submitted(newsroom.rina)
    bundle = newsroom.bundle(article)
    client = desk.browser(somebody)
    answers = [client.get(LIST), client.post(LIST, {"name": "Lain"}), client.get(url(bundle))]
    answers += [press(bundle, act, by=somebody) for act in ("plan", "release", "dissolve", f"remove:{article.pk}")]
    for answer in answers:
        assert answer.status_code == 403
        assert "editor" in text(answer)
    assert Bundle.objects.get().stories.count() == 1
    assert LIST not in client.get("/admin/").content.decode()


def test_nobody_is_led_to_the_log_in(newsroom: Newsroom) -> None:
    bundle = newsroom.bundle()
    assert desk.browser(None).get(url(bundle)).status_code == 302
    assert press(bundle, "release", by=None).status_code == 403


def test_a_superuser_who_wrote_one_of_the_stories_approves_it_by_no_road(newsroom: Newsroom) -> None:
    root = desk.root()
    article, other = cast.submitted(newsroom.rina), cast.submitted(newsroom.rina)
    article.headline = "Judul yang Diganti oleh Pengelola Situs Sendiri"
    workflow.save(article, by=root, version=article.version)
    bundle = newsroom.bundle(article, other)
    newsroom.approve(other)
    approve = {"version": article.version, "when": "now", "bundle": bundle.pk}
    assert desk.browser(root).post(desk.verb_url(article, "approve"), approve).status_code == 403
    assert press(bundle, "release", by=root).status_code == 400
    assert not Edition.objects.live().exists()


def test_a_stale_page_is_answered_with_409_and_what_is_there_now(newsroom: Newsroom) -> None:
    bundle = newsroom.bundle(cast.submitted(newsroom.rina))
    answer = desk.browser(newsroom.bagus).post(url(bundle), {"act": "release", "version": 1})
    assert answer.status_code == 409
    assert "Sari" in text(answer)


@pytest.mark.parametrize("act", ["", "add:", "add:x", "add:0", "fly:1", "remove:" + "9" * 30, "release:1", "²:²"])
def test_an_odd_button_changes_nothing(newsroom: Newsroom, act: str) -> None:
    bundle = newsroom.bundle(cast.submitted(newsroom.rina))
    assert press(bundle, act, by=newsroom.bagus).status_code == 400
    assert Bundle.objects.get().version == bundle.version


def test_a_bundle_that_is_not_there(newsroom: Newsroom) -> None:
    assert desk.browser(newsroom.bagus).get(f"{LIST}404/").status_code == 404


def test_the_button_that_approves_says_what_will_happen(newsroom: Newsroom) -> None:
    article = cast.submitted(newsroom.rina)
    client, approve = desk.browser(newsroom.bagus), desk.verb_url(article, "approve")
    bundle = newsroom.bundle(article, cast.submitted(newsroom.rina), moment=newsroom.moment)
    page = text(client.get(approve))
    assert "Setujui, terbit bersama bundel “Anggaran 2027” pada" in page
    assert "Jadwalkan" not in page
    answer = client.post(approve, {"version": article.version, "when": "now", "bundle": bundle.pk}, follow=True)
    assert "Disetujui. Terbit bersama bundelnya" in text(answer)
    assert "menunggu naskah lain" in text(answer)
    assert not Edition.objects.live(newsroom.moment).exists()


@pytest.mark.parametrize("typed", [{"when": "now"}, {"when": "later", "live_from": "2031-01-01T06:00"}])
def test_a_page_that_knew_nothing_of_the_bundle_approves_nothing(newsroom: Newsroom, typed: dict[str, str]) -> None:
    article = cast.submitted(newsroom.rina)
    newsroom.bundle(article)
    answer = desk.browser(newsroom.bagus).post(desk.verb_url(article, "approve"), desk.seen(article, **typed))
    assert answer.status_code == 409
    article.refresh_from_db()
    assert article.status == Article.Status.SUBMITTED
    assert not Edition.objects.exists()


def test_the_story_and_the_lists_name_its_bundle(newsroom: Newsroom) -> None:
    article = cast.submitted(newsroom.rina)
    bundle = newsroom.bundle(article, moment=newsroom.moment)
    editor, reporter = desk.browser(newsroom.bagus), desk.browser(newsroom.rina)
    assert url(bundle) in editor.get(desk.change_url(article)).content.decode()
    page = reporter.get(desk.change_url(article)).content.decode()
    assert "Anggaran 2027" in page
    assert url(bundle) not in page
    assert "bundel: Anggaran 2027" in editor.get(desk.LIST).content.decode()
    assert "Anggaran 2027" in editor.get(LIST).content.decode()


def test_the_front_of_the_desk_shows_what_is_to_come(newsroom: Newsroom) -> None:
    article = cast.submitted(newsroom.rina)
    newsroom.bundle(article, moment=newsroom.moment)
    part = next(part for part in parts_for(newsroom.bagus) if part.name == "bundles")
    row = part.rows[0]
    assert (row.title, row.clock, row.is_late) == ("Anggaran 2027", newsroom.moment, False)
    late = parts_for(newsroom.bagus, now=newsroom.moment + timedelta(hours=1))
    assert next(part for part in late if part.name == "bundles").rows[0].is_late
    assert not [part for part in parts_for(newsroom.rina) if part.name == "bundles"]


def test_only_what_is_in_work_and_in_no_bundle_is_offered(newsroom: Newsroom) -> None:
    taken, free = cast.submitted(newsroom.rina), cast.draft(newsroom.rina, headline="Jembatan Gantung Ende")
    live = cast.published(newsroom.rina, newsroom.bagus).article
    newsroom.bundle(taken)
    bundle = newsroom.bundle()
    client = desk.browser(newsroom.bagus)
    offered = client.get(url(bundle)).context["offered"]
    assert free in offered
    assert not {taken, live} & set(offered)
    assert client.get(url(bundle), {"q": "gantung"}).context["offered"] == [free]
    for question in ("\x00", "%", "'", "a" * 9_999, "😀"):
        assert client.get(url(bundle), {"q": question}).status_code == 200


def test_more_stories_cost_no_more_queries(newsroom: Newsroom) -> None:
    client, costs = desk.browser(newsroom.bagus), []
    bundle = newsroom.bundle(cast.submitted(newsroom.rina))
    for _lot in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(url(bundle))
        costs.append(len(queries))
        for _number in range(3):
            bundle.refresh_from_db()
            bundles.add(bundle, cast.submitted(newsroom.rina), by=newsroom.sari, version=bundle.version)
    assert costs[0] == costs[1] <= 10


# -- The history of a story that waits ---------------------------------------------------------------------------------

HELD = "ditahan, terbit bersama bundelnya “Anggaran 2027”"


def history(article: Article, by: User) -> tuple[list[str], str]:
    page = desk.browser(by).get(f"{desk.LIST}{article.pk}/history/")
    return [version.key for version in page.context["versions"] if version.key.startswith("edisi")], text(page)


def test_what_is_approved_and_held_stands_in_the_history_and_says_so(newsroom: Newsroom) -> None:
    one, two = cast.submitted(newsroom.rina), cast.submitted(newsroom.rina)
    newsroom.bundle(one, two, moment=newsroom.moment)
    newsroom.approve(one)
    keys, page = history(one, newsroom.rina)
    assert keys == ["edisi-1"]
    assert page.count(HELD) == 1
    compared = text(desk.browser(newsroom.rina).get(f"{desk.LIST}{one.pk}/compare/?dari=edisi-1"))
    assert compared.count(HELD) == 1
    newsroom.approve(two)  # completes the bundle, which is then scheduled
    keys, page = history(one, newsroom.rina)
    assert keys == ["edisi-2"]
    assert HELD not in page


def test_what_goes_out_of_the_schedule_with_its_bundle_is_held_again(newsroom: Newsroom) -> None:
    one, two = cast.submitted(newsroom.rina), cast.submitted(newsroom.rina)
    bundle = newsroom.bundle(one, two, moment=newsroom.moment)
    newsroom.approve(one)
    newsroom.approve(two)
    workflow.unschedule(two, by=newsroom.bagus)
    assert not Bundle.objects.get(pk=bundle.pk).is_released
    keys, page = history(one, newsroom.rina)
    assert (keys, page.count(HELD)) == (["edisi-2"], 1)
    assert history(two, newsroom.rina)[0] == []


def test_an_approval_that_was_taken_back_leaves_the_history(newsroom: Newsroom) -> None:
    one, two = cast.submitted(newsroom.rina), cast.submitted(newsroom.rina)
    bundle = newsroom.bundle(one, two, moment=newsroom.moment)
    newsroom.approve(one)
    press(bundle, f"remove:{one.pk}", by=newsroom.bagus)
    keys, page = history(one, newsroom.rina)
    assert keys == []
    assert HELD not in page
