"""Readers who post comments like browsers, for bench/posting.py: their accounts, forms and connections."""

import random
import re
import socket
import time
import urllib.request
from datetime import timedelta
from time import monotonic
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from comments import limits
from comments.models import Commenter
from newsroom.accounts.models import Consent, User
from newsroom.accounts.sessions import SessionStore
from newsroom.duties.models import Policy

REGULARS = 256  # readers per client, who take turns so that nobody exceeds the rate limit
NEWCOMERS = 120  # per client, with one comment each, which is held
FORMS = 2_000  # prepared per client; more than a client sends in ten seconds
TWICE, AT_ONCE, TABS = 0.05, 0.05, 0.03  # shares of forms that are retried, double-clicked, sent from two tabs
REPLIES = 0.2  # share of forms that reply to a comment
WARM = 3.0  # seconds of warm-up, in which each worker renders and prepares things for the first time
IDLE = 1.0  # seconds; gunicorn closes after two
WORDS = "harga beras pasar naik turun panen petani pemerintah janji warga kota banjir jalan sekolah guru masih sudah"


class Form(NamedTuple):
    """One comment as an HTTP request. `other` is what the same reader sends from a second tab."""

    reader: int
    submission: UUID
    text: str
    article: int
    way: str
    request: bytes
    other: "Form | None" = None


class Answer(NamedTuple):
    form: Form
    status: int
    location: str
    seconds: float


def people(number: int, *, passed: int) -> list[User]:
    """Create readers with a verified address who have agreed to the current terms."""
    now, terms = timezone.now(), Policy.objects.current(Policy.Kind.COMMENT_TERMS)
    joined = now - timedelta(days=90)
    made = User.objects.bulk_create(
        User(email=f"{uuid4().hex}@pembaca.test", display_name=f"Pembaca {n}", date_joined=joined)
        for n in range(number)
    )
    addresses = (EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in made)
    EmailAddress.objects.bulk_create(addresses, batch_size=1_000)
    Consent.objects.bulk_create(
        [
            Consent(user=user, policy=terms, version=terms.version, sha256=terms.sha256, accepted_at=joined)
            for user in made
        ],
        batch_size=1_000,
    )
    if passed:
        Commenter.objects.bulk_create((Commenter(user=user, passed=passed) for user in made), batch_size=1_000)
    return made


def sessions(users: list[User]) -> list[str]:
    """Create a session for each user, as a login does. Returns the session keys."""
    store, rows = SessionStore(), []
    expires = timezone.now() + timedelta(days=1)
    for user in users:
        logged_in = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        rows.append(Session(session_key=uuid4().hex, session_data=store.encode(logged_in), expire_date=expires))
    Session.objects.bulk_create(rows, batch_size=1_000)
    return [row.session_key for row in rows]


def token(port: int, session: str, article: int) -> tuple[str, str]:
    """The CSRF cookie and the token in the form, from the page with the form."""
    page = urllib.request.Request(
        f"http://127.0.0.1:{port}/komentar/{article}/", headers={"Cookie": f"sessionid={session}"}
    )
    with urllib.request.urlopen(page, timeout=20) as answer:  # noqa: S310
        html = answer.read().decode()
        cookie = re.search(r"csrftoken=(\w+)", answer.headers["Set-Cookie"])
    form = re.search(rf'<form[^>]+action="/komentar/{article}/kirim/[^>]+>.*?</form>', html, re.DOTALL)
    if not form or not cookie:
        raise SystemExit("There is no form to send.")
    names = set(re.findall(r'name="(\w+)"', form[0]))
    if not names >= {"csrfmiddlewaretoken", "submission", "text"}:
        raise SystemExit(f"The form asks for something else than it did: {names}")
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form[0])
    return cookie[1], found[1] if found else ""


def forms(number: int, port: int, under: list[tuple[int, int]]) -> list[Form]:
    """The forms that one client will send, in order."""
    chance = random.Random(number)
    regulars, newcomers = people(REGULARS, passed=limits.TRUSTED), people(NEWCOMERS, passed=0)
    keys = dict(zip((u.pk for u in regulars + newcomers), sessions(regulars + newcomers), strict=True))
    cookie, secret = token(port, keys[regulars[0].pk], under[0][0])

    def form(reader: int, way: str, other: Form | None = None) -> Form:
        article, root = chance.choice(under)
        text = f"{' '.join(chance.choices(WORDS.split(), k=chance.randint(5, 60)))} {uuid4()}"
        submission = uuid4()
        fields = {"csrfmiddlewaretoken": secret, "submission": str(submission), "text": text, "terms": ""}
        if chance.random() < REPLIES:
            fields["parent"] = str(root)
        body = urlencode(fields).encode()
        head = (
            f"POST /komentar/{article}/kirim/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Cookie: sessionid={keys[reader]}; csrftoken={cookie}\r\nOrigin: http://127.0.0.1:{port}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return Form(reader, submission, text, article, way, head.encode() + body, other)

    fresh = [user.pk for user in newcomers]
    made = []
    for n in range(FORMS):
        if n % 10 == 9 and fresh:
            made.append(form(fresh.pop(), "once"))
            continue
        reader = regulars[n % REGULARS].pk
        way = chance.choices(("once", "again", "at once", "tabs"), (1 - TWICE - AT_ONCE - TABS, TWICE, AT_ONCE, TABS))[
            0
        ]
        made.append(form(reader, way, form(reader, way) if way == "tabs" else None))
    return made


class Line:
    """A keep-alive connection, reopened if the server may have closed it meanwhile."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.used = -IDLE

    def send(self, request: bytes) -> None:
        if monotonic() - self.used > IDLE:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(request)

    def answer(self) -> tuple[int, str]:
        """Status and Location of the next response; status 0 if the server closed the connection."""
        read = b""
        while b"\r\n\r\n" not in read:
            part = self.socket.recv(65_536)
            if not part:
                self.used = -IDLE
                return 0, ""
            read += part
        head, _end, body = read.partition(b"\r\n\r\n")
        headers = {
            name.lower(): value for name, _colon, value in (line.partition(b": ") for line in head.split(b"\r\n"))
        }
        left = int(headers.get(b"content-length", 0)) - len(body)
        while left > 0:
            left -= len(self.socket.recv(65_536))
        self.used = monotonic() if headers.get(b"connection") != b"close" else -IDLE
        return int(head[9:12]), headers.get(b"location", b"").decode()


def write(port: int, made: list[Form], seconds: float, begin: Any, results: Any) -> None:
    """Run one client: send forms until the time is over, and put (warm-up answers, answers, seconds waited)."""
    line, second = Line(port), Line(port)
    answers: list[Answer] = []
    last: dict[int, float] = {}  # when each reader last sent a form
    pace = limits.PACE.total_seconds() + 0.2
    until, waited, before = monotonic() + WARM, 0.0, None
    for form in made:
        if monotonic() >= until:
            if before is not None:
                break
            before = len(answers)
            begin.wait()
            until, waited = monotonic() + seconds, 0.0
        rest = last.get(form.reader, -pace) + pace - monotonic()
        if rest > 0:
            waited += rest
            time.sleep(rest)
        sent = monotonic()
        line.send(form.request)
        if form.way in {"at once", "tabs"}:
            second.send((form.other or form).request)
        answers.append(Answer(form, *line.answer(), monotonic() - sent))
        if form.way in {"at once", "tabs"}:
            answers.append(Answer(form.other or form, *second.answer(), monotonic() - sent))
        if form.way == "again" or answers[-1].status == 0:  # a retry, or no response
            sent = monotonic()
            line.send(form.request)
            answers.append(Answer(form, *line.answer(), monotonic() - sent))
        last[form.reader] = monotonic()
    results.put((answers[:before], answers[before:], waited))
