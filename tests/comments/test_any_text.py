"""Any text: it is refused with a sentence or shown without harm, and never takes long."""

from time import process_time
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Edition
from comments import limits, phases, spam
from comments import text as texts
from comments.models import Comment, Complaint
from comments.phases import Attempt
from tests.comments import thread

FORM = "application/x-www-form-urlencoded"
MANY = 10_000_000
SLOW = 5.0  # seconds of CPU on a busy machine; a quadratic pattern takes minutes
# Inputs for which a backtracking pattern takes hours.
LONG = {
    "blanks before a sign": " " * 4_000_000 + "x",
    "blanks in lines": ("x" + " " * 2_000) * 2_000,
    "empty lines": "\n \n" * 1_300_000,
    "one letter": "a" * 4_000_000,
    "zalgo": "z" + "\u0335" * 4_000_000,
    "zalgo everywhere": ("a" + "\u0335\u0301" * 4) * 450_000,
    "right to left": "\u202e\u2067" * 2_000_000,
    "emoji": "👩\u200d👩\u200d👧" * 500_000,
    "links": "http://a.id " * 300_000,
}
SENT: dict[str, tuple[str, int, str]] = {  # text, status, state
    "right to left": ("harga \u202eturun\u202c \u2067lagi\u2069", 302, "visible"),
    "zalgo": ("Z" + "\u0335\u0301\u0489" * 60 + "a", 302, "visible"),
    "emoji": ("Bangga! 👩🏽\u200d👩🏽\u200d👧🏽 🇮🇩 ❤️", 302, "visible"),
    "html": ('<script>alert(1)</script><img src=x onerror="y">&lt;b&gt;', 302, "visible"),
    "nul": ("Harga\x00 beras\x00\x00 naik", 302, "visible"),
    "templates": ("{{ user }} {% csrf_token %} ${7*7} %s %(x)s", 302, "visible"),
    "sql": ("'); DROP TABLE comments_comment; --", 302, "visible"),
    "other scripts": ("ꦲꦏ꧀ꦱꦫꦗꦮ بِسْمِ ٱللَّهِ ที่นี่ 漢字", 302, "visible"),
    "links": ("http://a.id " * 150, 302, "held"),
    "only invisible": ("\u200b\u2060\u202e\x00\ufeff", 400, ""),
    "5,000 links": ("https://a.id/x " * 5_000, 413, ""),
    "a million signs": ("beras naik " * 90_000, 413, ""),
}


def post(client: Client, edition: Edition, body: bytes, kind: str = FORM) -> HttpResponse:
    address = f"/komentar/{edition.article_id}/kirim/"
    return client.generic("POST", address, body, content_type=kind)  # type: ignore[return-value]


@pytest.mark.django_db
class TestSending:
    @pytest.fixture
    def edition(self) -> Edition:
        return thread.story()

    @pytest.fixture
    def client(self) -> Client:
        return thread.logged_in(thread.commenter())

    @pytest.mark.parametrize("kind", SENT)
    def test_each_kind_is_shown_safely_or_comes_back_with_a_sentence(
        self, edition: Edition, client: Client, kind: str
    ) -> None:
        text, status, state = SENT[kind]
        response = client.post(f"/komentar/{edition.article_id}/kirim/", thread.typed(text))
        assert response.status_code == status
        sent = Comment.objects.first()
        assert (sent.state if sent else "") == state
        html = client.get(edition.path).content.decode() if sent else response.content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        if sent:
            assert not set("\x00\u202e\u2067\u200b\ud800") & set(sent.text)
            assert str(sent.own_html) in html
        else:
            assert 'class="errorlist"' in html or 'role="alert"' in html or "error" in html

    @pytest.mark.parametrize("kind", LONG)
    def test_megabytes_are_refused_in_no_time_and_come_back(self, edition: Edition, client: Client, kind: str) -> None:
        typed = thread.typed(LONG[kind])
        client.get(edition.path)
        begin = process_time()
        response = client.post(f"/komentar/{edition.article_id}/kirim/", typed)
        assert process_time() - begin < SLOW
        assert response.status_code == 413
        assert not Comment.objects.exists()

    @pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=batas"])
    def test_ten_megabytes_get_a_page_that_says_so(self, edition: Edition, client: Client, kind: str) -> None:
        body = b"submission=x&text=" + b"a" * MANY
        if "boundary" in kind:
            body = (
                b'--batas\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + b"a" * MANY + b"\r\n--batas--\r\n"
            )
        response = post(client, edition, body, kind)
        assert response.status_code == 413
        assert b"<h1" in response.content

    @pytest.mark.parametrize(
        "raw", [b"\xed\xa0\x80", b"\xff\xfe", b"\x00", b"\xf4\x90\x80\x80", b"\xc0\xaf", b"\xed\xa0\xbd\xed\xb8\x80"]
    )
    def test_bytes_that_are_no_text_lose_only_themselves(self, edition: Edition, client: Client, raw: bytes) -> None:
        submission = thread.typed()["submission"]
        response = post(client, edition, f"submission={submission}&text=Beras+{quote_from_bytes(raw)}naik".encode())
        assert response.status_code == 302
        kept = Comment.objects.get().text
        assert kept.startswith("Beras ")
        assert kept.endswith("naik")
        kept.encode()  # no lone surrogate

    @pytest.mark.parametrize("charset", ["utf-16", "utf-7", "tidak-ada", "idna", "unicode_escape", "base64"])
    def test_a_form_in_an_odd_encoding_breaks_nothing(self, edition: Edition, client: Client, charset: str) -> None:
        response = post(client, edition, b"submission=x&text=Beras+%FF%FEnaik", f"{FORM}; charset={charset}")
        assert response.status_code in {302, 400, 415}


@pytest.mark.django_db
def test_a_strangers_complaint_of_megabytes_takes_no_time() -> None:
    edition = thread.story()
    comment = thread.comments(thread.commenter(), edition, 1)[0]
    typed = {"reason": "spam", "words": LONG["blanks before a sign"], "speaker": "other", "email": "", "website": ""}
    begin = process_time()
    Client().post(f"/komentar/laporkan/{comment.pk}/", typed)
    assert process_time() - begin < SLOW
    assert Complaint.objects.filter(words__in=["", "x"]).count() == Complaint.objects.count()


@pytest.mark.parametrize("kind", LONG)
def test_cleaning_takes_time_in_proportion(kind: str) -> None:
    begin = process_time()
    texts.clean(LONG[kind])
    assert process_time() - begin < SLOW


SIGNS = st.one_of(
    st.text(max_size=300),
    st.text(alphabet=" \n\t\x00\u202e\u200b\u0335\u0301aA0@.:/(http)", max_size=300),
    st.text(alphabet=st.characters(categories=["Mn", "Cf", "Cs", "Co", "Lo", "So", "Zs"]), max_size=300),
)


@given(SIGNS, st.integers(min_value=0, max_value=20), st.booleans())
def test_the_phases_have_an_answer_to_any_text(typed: str, passed: int, is_newsroom: bool) -> None:
    text: str = texts.clean(typed)
    facts: Any = {"text": text, "signs": spam.signs(text), "passed": passed, "is_newsroom": is_newsroom}
    judgement = phases.judge(Attempt(AnonymousUser(), None, timezone.now(), **facts), phases.TEXT)
    assert [entry["phase"] for entry in judgement.log] == [*phases.TEXT][: len(judgement.log)]
    if texts.is_blank(text):
        assert judgement.refusal
    if judgement.refusal is None:
        assert len(judgement.log) == len(phases.TEXT)
        assert len(text) <= limits.MAX_LENGTH
        text.encode()
