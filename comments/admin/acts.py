"""A moderator's actions on one comment. If one is refused, the page shows why, and keeps what was typed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import appeals, dossier, evidence, moderation, permissions, sanctions, sweeps, watching
from comments.admin.queue import PARAMETER, Queue, next_in, queue_of
from comments.desk_forms import ReleaseForm, RemarkForm, SanctionForm, VerdictForm, WatchForm
from comments.forms import HideForm, RestoreForm
from comments.models import Appeal, Comment, Hold, Sanction
from comments.refusals import Conflict
from newsroom import mistakes
from newsroom.accounts.models import User
from newsroom.accounts.permissions import who_asks
from newsroom.pointers import may_be_id

Act = Callable[[Comment, User, dict[str, Any]], Any]
HOLD = timedelta(days=365)  # legal hold; if a court or lawyer needs the comment longer, it is put on hold again


class ActsOnOne:
    """The part of CommentAdmin that acts on a single comment."""

    def hide_view(self, request: HttpRequest, comment_id: int) -> HttpResponseBase:
        def hide(comment: Comment, by: User, typed: dict[str, Any]) -> None:
            moderation.hide(comment, by=by, reason=typed["reason"], note=typed["note"], seen=_seen(request))

        return self._act(request, comment_id, HideForm, hide, _("The comment is hidden. Its author is told why."))

    def restore_view(self, request: HttpRequest, comment_id: int) -> HttpResponseBase:
        def restore(comment: Comment, by: User, typed: dict[str, Any]) -> None:
            moderation.restore(comment, by=by, note=typed["note"], seen=_seen(request))

        return self._act(request, comment_id, RestoreForm, restore, _("The comment is shown again."))

    def approve_view(self, request: HttpRequest, comment_id: int) -> HttpResponseBase:
        def approve(comment: Comment, by: User, typed: dict[str, Any]) -> None:
            moderation.approve(comment, by=by, note=typed["note"], seen=_seen(request), heard=_heard(request))

        return self._act(request, comment_id, RestoreForm, approve, _("The comment is approved."))

    def sanction_view(self, request: HttpRequest, comment_id: int) -> HttpResponseBase:
        def impose(comment: Comment, by: User, typed: dict[str, Any]) -> None:
            days = typed.pop("days")
            if days:
                about = {name: typed[name] for name in ("reason", "note")}
                sweeps.ban_and_hide(comment.author, days=days, by=by, comment=comment, **about)
            else:
                sanctions.impose(comment.author, by=by, comment=comment, **typed)

        said = _("The sanction is in force. The reader is told why.")
        return self._act(request, comment_id, SanctionForm, impose, said, name="sanction_form", stays=True)

    def lift_view(self, request: HttpRequest, comment_id: int, sanction_id: int) -> HttpResponseBase:
        def lift(comment: Comment, by: User, typed: dict[str, Any]) -> None:
            sanction = get_object_or_404(Sanction, pk=sanction_id, user=comment.author)
            if "semua" in request.POST:
                sweeps.take_back(sanction, by=by)
            else:
                sanctions.lift(sanction, by=by)

        return self._act(request, comment_id, forms.Form, lift, _("The sanction is lifted."), stays=True)

    def remark_view(self, request: HttpRequest, comment_id: int) -> HttpResponseBase:
        def remark(comment: Comment, by: User, typed: dict[str, Any]) -> None:
            sanctions.remark(comment.author, by=by, text=typed["text"])

        return self._act(request, comment_id, RemarkForm, remark, _("Noted."), name="remark_form", stays=True)

    def watch_view(self, request: HttpRequest, comment_id: int) -> HttpResponseBase:
        def watch(comment: Comment, by: User, typed: dict[str, Any]) -> None:
            watching.watch(comment.author, by=by, why=typed["why"])

        said = _("This reader is on the watch list.")
        return self._act(request, comment_id, WatchForm, watch, said, name="watch_form", stays=True)

    def hold_view(self, request: HttpRequest, comment_id: int) -> HttpResponseBase:
        def hold(comment: Comment, by: User, typed: dict[str, Any]) -> None:
            evidence.keep(comment, by=by, until=timezone.now() + HOLD)

        said = _("The comment is kept as evidence for a year, whatever its author erases.")
        return self._act(request, comment_id, forms.Form, hold, said, stays=True)

    def release_view(self, request: HttpRequest, comment_id: int, hold_id: int) -> HttpResponseBase:
        def release(comment: Comment, by: User, typed: dict[str, Any]) -> None:
            evidence.release(get_object_or_404(Hold, pk=hold_id, comment=comment), by=by, why=typed["why"])

        said = _("The comment is no longer kept as evidence.")
        return self._act(request, comment_id, ReleaseForm, release, said, name="release_form", stays=True)

    def verdict_view(self, request: HttpRequest, comment_id: int) -> HttpResponseBase:
        def decide(comment: Comment, by: User, typed: dict[str, Any]) -> None:
            appeal = get_object_or_404(Appeal, decision=comment.decision, decision__isnull=False)
            appeals.decide(appeal, by=by, upheld=request.POST.get("upheld") == "1", note=typed["note"])

        said = _("The appeal is decided. Its author is told.")
        return self._act(request, comment_id, VerdictForm, decide, said, name="verdict_form")

    def skip_view(self, request: HttpRequest, comment_id: int) -> HttpResponse:
        """Go on to the next comment of the queue without a decision."""
        comment, queue = self.find(request, comment_id), queue_of(request)
        if queue not in Queue.values:
            return redirect(page_of(comment.pk))
        return _lead_on(queue, next_in(queue, after=comment, now=timezone.now()))

    def file_view(self, request: HttpRequest, comment_id: int) -> HttpResponseBase:
        """Download the case as a ZIP archive, for a lawyer or the press council."""
        comment = self.find(request, comment_id)
        response = HttpResponse(dossier.pack(comment, by=who_asks(request)), content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="berkas-komentar-{comment.pk}.zip"'
        return response

    def find(self, request: HttpRequest, comment_id: int | str) -> Comment:
        if not permissions.can_moderate(request.user):
            raise PermissionDenied(_("Only a moderator may do that."))
        comment: Comment | None = self.get_object(request, str(comment_id))  # type: ignore[attr-defined]
        if comment is None:
            raise Http404
        return comment

    def _act(
        self,
        request: HttpRequest,
        comment_id: int,
        form_class: type[Form],
        act: Act,
        done: str,
        *,
        name: str = "form",
        stays: bool = False,
    ) -> HttpResponse:
        """Call the verb and go on to the next comment of the queue, or show the page again with the refusal.

        With `stays`, the same comment is shown again. `name` is the form's name in the template.
        """
        comment = self.find(request, comment_id)
        if request.method != "POST":
            return redirect(page_of(comment.pk))
        form = form_class(request.POST)
        page: Callable[..., HttpResponse] = self.page  # type: ignore[attr-defined]
        queue = request.POST.get(PARAMETER, "")
        following = None if stays else next_in(queue, after=comment, now=timezone.now())
        try:
            if form.is_valid():
                act(comment, who_asks(request), form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages[0] if name != "form" else refusal)
        except Conflict as refusal:
            return page(request, self.find(request, comment_id), conflict=str(refusal), status=409, **{name: form})
        if form.errors:
            mistakes.point_at_first(form)
            return page(request, comment, status=400, **{name: form})
        messages.success(request, done)
        return redirect(page_of(comment.pk)) if stays or queue not in Queue.values else _lead_on(queue, following)


def page_of(pk: int) -> str:
    return reverse("admin:comments_comment_change", args=[pk])


def _lead_on(queue: str, following: int | None) -> HttpResponse:
    """Redirect to the next comment of a queue or, after the last one, to its empty list."""
    address = page_of(following) if following else reverse("admin:comments_comment_changelist")
    return redirect(f"{address}?{PARAMETER}={queue}")


def _seen(request: HttpRequest) -> str | None:
    """The fingerprint of the comment as the page showed it."""
    return request.POST.get("seen") or None


def _heard(request: HttpRequest) -> int | None:
    """The id of the newest complaint that the page showed, 0 for none."""
    typed = request.POST.get("heard", "")
    return int(typed) if may_be_id(typed) else None
