"""A process stores one comment at a time, and a request that hangs does not block the others."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Lock

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from comments import views

FORM = {"text": "Di pasar dekat rumah saya harganya malah sudah turun."}


def test_no_two_forms_are_stored_at_once() -> None:
    begun, busy, most = Barrier(4), Lock(), []

    @views.in_turn
    def store(request: HttpRequest) -> HttpResponse:
        most.append(busy.acquire(blocking=False))
        for _busy in range(20_000):
            pass
        busy.release()
        return HttpResponse()

    def send(_number: int) -> None:
        begun.wait(5)
        store(RequestFactory().post("/", FORM))

    with ThreadPoolExecutor(4) as readers:
        list(readers.map(send, range(4)))
    assert most == [True] * 4


def test_a_form_that_hangs_or_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "TURN", 0.05)
    is_in, is_over = Event(), Event()

    @views.in_turn
    def store(request: HttpRequest) -> HttpResponse:
        if request.POST["text"] == "hangs":
            is_in.set()
            is_over.wait(20)
        if request.POST["text"] == "fails":
            raise RuntimeError
        return HttpResponse("stored")

    def send(text: str) -> HttpResponse:
        return store(RequestFactory().post("/", {"text": text}))

    with ThreadPoolExecutor(2) as readers:
        hanging = readers.submit(send, "hangs")
        assert is_in.wait(5)
        assert send("waits").content == b"stored"
        assert not hanging.done()
        is_over.set()
        assert hanging.result(5).content == b"stored"
        assert isinstance(readers.submit(send, "fails").exception(5), RuntimeError)
        monkeypatch.setattr(views, "TURN", 20)
        assert readers.submit(send, "waits").result(5).content == b"stored"


def test_who_only_looks_waits_for_nobody() -> None:
    is_in, is_over = Event(), Event()

    @views.in_turn
    def store(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            is_in.set()
            is_over.wait(20)
        return HttpResponse("seen")

    with ThreadPoolExecutor(2) as readers:
        hanging = readers.submit(store, RequestFactory().post("/", FORM))
        assert is_in.wait(5)
        assert readers.submit(store, RequestFactory().get("/")).result(1).content == b"seen"
        is_over.set()
        hanging.result(5)
