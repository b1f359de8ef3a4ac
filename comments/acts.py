"""What a reader or the newsroom does to a single comment: react, edit, delete, mute, highlight. POST only."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comments import highlights, own, permissions, pipeline
from comments.forms import EditForm
from comments.models import Comment
from comments.refusals import Conflict, Refused
from comments.views import live, waiting_allowed
from newsroom.accounts.models import User
from newsroom.accounts.permissions import who_asks

Verb = Callable[[Comment, User], Any]

# The last part of the URL, and the verb.
VERBS: dict[str, Verb] = {
    "setuju": lambda comment, by: own.agree(comment, by=by),
    "batal-setuju": lambda comment, by: own.disagree(comment, by=by),
    "bisukan": lambda comment, by: own.mute(comment.author, by=by),
    "batal-bisukan": lambda comment, by: own.unmute(comment.author, by=by),
    "pilih": lambda comment, by: highlights.pick(comment, by=by),
    "batal-pilih": lambda comment, by: highlights.unpick(comment, by=by),
    "sematkan": lambda comment, by: highlights.pin(comment, by=by),
    "batal-sematkan": lambda comment, by: highlights.unpin(comment, by=by),
}


@require_POST
def act(request: HttpRequest, verb: str, comment_id: int) -> HttpResponse:
    """Call one of VERBS and go back to where the visitor was. If it is refused, a page says why."""
    comment = _find(comment_id)
    if not request.user.is_authenticated:
        return redirect_to_login(comment.get_absolute_url())
    try:
        VERBS[verb](comment, request.user)
    except (Conflict, Refused) as refusal:
        return _refused(request, comment, refusal)
    return redirect(_back(request, comment))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Edit one's own comment while that is possible. If it is refused, the typed text is shown again."""
    comment, by = _own(request, comment_id)
    if request.method != "POST":
        return _edit_page(request, comment, EditForm(initial={"text": comment.text}))
    form = EditForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, comment, form, status=400)
    try:
        changed = pipeline.edit(comment, form.cleaned_data["text"], by=by)
    except (Conflict, Refused) as refusal:
        form.add_error("text", str(refusal))
        status = 409 if isinstance(refusal, Conflict) else refusal.status
        response = _edit_page(request, comment, form, status=status)
        return response if isinstance(refusal, Conflict) else waiting_allowed(response, refusal)
    return redirect(_place(changed))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Delete one's own comment, after confirmation."""
    comment, by = _own(request, comment_id)
    if request.method != "POST":
        edition = live(comment.article_id)
        shown = {"comment": comment, "edition": edition, "section": edition.section, "back": _place(comment)}
        return render(request, "comments/delete.html", shown)
    try:
        own.delete(comment, by=by)
    except Conflict as refusal:
        return _refused(request, comment, refusal)
    if comment.place:
        return redirect(comment)  # its place stays and says what became of it
    messages.success(request, _("Your comment has been deleted."))
    return redirect(live(comment.article_id).path + "#kirim")


def _find(comment_id: int) -> Comment:
    """A comment on a live story, in any state. Http404 if there is none. One query."""
    comment = Comment.objects.select_related("author", "article").filter(pk=comment_id).first()
    if comment is None:
        raise Http404
    return comment


def _own(request: HttpRequest, comment_id: int) -> tuple[Comment, User]:
    """A comment of the visitor. Http404 for somebody else's."""
    comment, by = _find(comment_id), who_asks(request)
    if not permissions.is_author(by, comment):
        raise Http404
    return comment, by


def _place(comment: Comment) -> str:
    """Where its author finds a comment: in the thread, or among their waiting comments below the story."""
    return comment.get_absolute_url() if comment.place else f"{live(comment.article_id).path}#{comment.anchor}"


def _back(request: HttpRequest, comment: Comment) -> str:
    """The page the visitor came from, at this comment; its own page if that URL is not ours."""
    came_from = request.POST.get("kembali", "")
    if url_has_allowed_host_and_scheme(came_from, allowed_hosts=None) and came_from.startswith("/"):
        return f"{came_from}#{comment.anchor}"
    return comment.get_absolute_url()


def _edit_page(request: HttpRequest, comment: Comment, form: EditForm, status: int = 200) -> HttpResponse:
    edition = live(comment.article_id)
    shown = {"comment": comment, "form": form, "edition": edition, "section": edition.section}
    shown["back"] = _place(comment)
    shown["can_edit"] = permissions.can_still_edit(comment, at=timezone.now())
    return render(request, "comments/edit.html", shown, status=status)


def _refused(request: HttpRequest, comment: Comment, refusal: Conflict | Refused) -> HttpResponse:
    status = 409 if isinstance(refusal, Conflict) else refusal.status
    shown = {"back": _place(comment), "reason": str(refusal)}
    return render(request, "comments/refused.html", shown, status=status)
