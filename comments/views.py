"""The pages of a thread and its branches, and the endpoint that posts comments."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from threading import Lock
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Edition
from comments import pipeline, refusals, threads, unsent
from comments.forms import CommentForm
from comments.models import Comment
from comments.refusals import Refused
from newsroom.accounts import consent
from newsroom.accounts.models import User
from newsroom.caching import public, public_by
from newsroom.pointers import may_be_id
from newsroom.prepared import Prepared

FORM = "#kirim"
TURN = 2.0  # seconds; a stuck request must not block all others


@public_by("mulai", "urut", "dari")
@require_safe
def thread(request: HttpRequest, article_id: int) -> HttpResponse:
    """A page of the comments on a live story. At most six queries for anonymous visitors. 404 if it is not live."""
    edition = live(article_id)
    asked = request.GET
    start = threads.place(article_id, order=asked.get("urut"), first=asked.get("mulai"), key=asked.get("dari"))
    found = threads.page(article_id, start)
    return render(request, "comments/thread.html", {**context(request, edition, found), "start": start})


@public_by("mulai")
@require_safe
def replies(request: HttpRequest, root_id: int) -> HttpResponse:
    """A page of the replies to a comment. At most five queries for anonymous visitors. 404 if there is none."""
    first = request.GET.get("mulai")
    root, found = threads.branch(root_id, first)
    edition = live(root.article_id)
    shown = {**context(request, edition, found), "root": root, "is_later": bool(first)}
    return render(request, "comments/replies.html", shown)


@public
@require_safe
def count(request: HttpRequest, article_id: int) -> JsonResponse:
    """The number of visible comments, which open pages poll once a minute. The same for everybody; one query."""
    return JsonResponse({"shown": threads.count(article_id)})


@require_safe
def answer(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The reply form below a comment. Anonymous visitors are sent to the login, if they could reply afterwards."""
    parent = Comment.objects.cards().filter(pk=comment_id).first()
    if parent is None or not parent.is_shown:
        raise Http404
    edition = live(parent.article_id)
    if not request.user.is_authenticated:
        obstacle = pipeline.obstacle(request.user, edition)
        if isinstance(obstacle, refusals.NotLoggedIn):
            return redirect_to_login(request.path + FORM)
    return _form_page(request, edition, parent=parent)


def in_turn(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Store one comment at a time in this process; the others wait, at most TURN.

    Because of the interpreter lock, four threads that store comments at once only slow each other down while holding
    database locks. One after the other, they are a third faster, and nobody waits for more than a second.
    """
    turn = Lock()

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.POST:  # reads the whole body here, so that a slow sender blocks nobody
            return view(request, *args, **kwargs)
        is_ours = turn.acquire(timeout=TURN)
        try:
            return view(request, *args, **kwargs)
        finally:
            if is_ours:
                turn.release()

    return wrapped


@in_turn
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, article_id: int) -> HttpResponse:
    """Post a comment and show it below its story. If it is refused, the typed text is shown again."""
    if request.method != "POST":
        return redirect(reverse("comment_thread", args=[article_id]) + FORM)
    story = pipeline.live_edition(article_id, at=timezone.now())
    if story is None:
        raise Http404
    if not request.user.is_authenticated:
        edition = live(article_id)
        obstacle = pipeline.obstacle(request.user, edition)
        if obstacle and obstacle.is_for_everybody:
            form = CommentForm(request.POST)
            return _form_page(request, edition, form=form, status=obstacle.status)
        return _kept_for(request, article_id)
    form = CommentForm(request.POST)
    parent = _parent(request.POST.get("parent", ""), article_id)
    comment, status, refusal = _send(request.user, form, story, parent)
    if comment is None:
        edition = live(article_id)
        return waiting_allowed(_form_page(request, edition, form=form, parent=parent, status=status), refusal)
    unsent.drop(request.session)
    return redirect(comment if comment.root_id and comment.is_public else f"{story.path}#{comment.anchor}")


def _expired(request: HttpRequest, article_id: int) -> HttpResponse:
    """Show the form again with the typed text, after the CSRF token had expired."""
    live(article_id)
    messages.info(request, _("The form had expired. Your text is still here: send it once more."))
    return _kept_for(request, article_id)


send.take_back = _expired  # type: ignore[attr-defined]


def _kept_for(request: HttpRequest, article_id: int) -> HttpResponse:
    """Redirect to the form with the typed text, through the login if necessary."""
    unsent.keep(request.session, article_id=article_id, text=request.POST.get("text", ""))
    if not request.user.is_authenticated:
        request.session.set_expiry(unsent.KEPT)  # logging in makes it as long as any other
    answered = request.POST.get("parent", "")
    thread_url = reverse("comment_thread", args=[article_id])
    form = (reverse("comment_answer", args=[int(answered)]) if may_be_id(answered) else thread_url) + FORM
    return redirect(form) if request.user.is_authenticated else redirect_to_login(form)


def _send(
    by: User, form: CommentForm, edition: Edition, parent: Comment | None
) -> tuple[Comment | None, int, Refused | None]:
    """The new comment; or None, the status of the response, and the sentence added to the form."""
    if not form.is_valid():
        return None, 400, None
    text, submission = form.cleaned_data["text"], form.cleaned_data["submission"]
    try:
        if form.agreed_terms:
            consent.accept(by, form.agreed_terms, now=timezone.now())
        comment = pipeline.send(
            text, by=by, article=edition.article, edition=edition, submission=submission, parent=parent
        )
    except ValidationError as outdated:
        form.add_error("accepts", outdated)
        return None, 409, None
    except Refused as refusal:
        form.refuse(refusal, flaw=pipeline.flaw(text))
        return None, refusal.status, refusal
    return comment, 302, None


def live(article_id: int) -> Edition:
    """The live edition of the story. Http404 if there is none: drafts have no thread. One query."""
    for edition in _live(article=article_id, at=timezone.now()):
        return edition
    raise Http404


@Prepared
def _live(article: int, at: datetime) -> QuerySet[Edition]:
    return Edition.objects.live(at).filter(article=article).cards()


def context(request: HttpRequest, edition: Edition, found: threads.Page) -> dict[str, object]:
    return {**threads.block(request, edition, found=found), "section": edition.section}


def waiting_allowed(response: HttpResponse, refusal: Refused | None) -> HttpResponse:
    """The response, with Retry-After if the refusal has one (RFC 9110, 10.2.3)."""
    if refusal and refusal.retry_after:
        response["Retry-After"] = str(refusal.retry_after)
    return response


def _parent(number: str, article_id: int) -> Comment | None:
    """The comment that is replied to, None if none is given. Http404 if it was never visible in this thread."""
    if not number:
        return None
    found = _answered(article=article_id, pk=int(number)) if may_be_id(number) else []
    for parent in found:
        return parent
    raise Http404


@Prepared
def _answered(article: int, pk: int) -> QuerySet[Comment]:
    stood = Comment.objects.filter(article=article, pk=pk).exclude(place=Comment.Place.NOWHERE)
    return stood.select_related("author", "root", "case")


def _form_page(
    request: HttpRequest,
    edition: Edition,
    *,
    form: CommentForm | None = None,
    parent: Comment | None = None,
    status: int = 200,
) -> HttpResponse:
    block = threads.block(request, edition, form=form, parent=parent)
    template = "comments/answer.html" if parent else "comments/thread.html"
    return render(request, template, {**block, "section": edition.section, "start": threads.Place()}, status=status)
