from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from js_asset import Script

from comments import moderation, permissions, watching
from comments import text as texts
from comments.admin.acts import ActsOnOne
from comments.admin.narrowing import ByReader, OnStory
from comments.admin.queue import ORDER, PARAMETER, Queue, QueueFilter, queue_of
from comments.admin.reader import record_of
from comments.admin.reading import ReadingAdmin
from comments.admin.story import rule_url
from comments.desk_forms import ReleaseForm, RemarkForm, SanctionForm, VerdictForm, WatchForm
from comments.forms import HideForm
from comments.models import Comment, Decision
from comments.models.complaint import Urgency
from comments.refusals import Conflict
from newsroom.accounts.models import User
from newsroom.accounts.permissions import who_asks

_OTHER_FORMS: dict[str, type[Form]] = {
    "sanction_form": SanctionForm,
    "remark_form": RemarkForm,
    "watch_form": WatchForm,
    "release_form": ReleaseForm,
    "verdict_form": VerdictForm,
}


@admin.register(Comment)
class CommentAdmin(ActsOnOne, ReadingAdmin):
    """The moderators' queues, and the page of each comment with its author's record and the decisions."""

    list_display = ["excerpt", "badge", "waits", "author", "story", "created_at"]
    list_filter = [QueueFilter, ByReader, OnStory, "decision__reason", "created_at"]
    search_fields = ["text", "author__display_name", "author__email"]
    search_help_text = gettext_lazy("Search by words of the comment, name or e-mail address of its author")
    actions = ["approve_selected", "hide_selected"]
    change_list_template = "admin/comments/comment/change_list.html"

    class Media:
        css = {"all": ["desk/comments.css"]}
        js = [Script("desk/verdict.js", type="module")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        return Comment.objects.for_desk().annotate(is_watched=watching.is_watched(timezone.now()))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        queues = {"queues": Queue.choices, "queue": request.GET.get(PARAMETER, "")}
        return super().changelist_view(request, {**queues, **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Add the current moderator to each comment of the page, whose own claim is not shown."""
        changelist = super().get_changelist_instance(request)
        for comment in changelist.result_list:
            comment.asked_by = request.user.pk
        return changelist

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return ORDER.get(request.GET.get(PARAMETER, ""), ["-created_at", "-pk"])

    def get_urls(self) -> list[URLPattern]:
        guard = self.admin_site.admin_view
        acts: dict[str, tuple[str, Callable[..., HttpResponseBase]]] = {
            "hide": ("sembunyikan/", self.hide_view),
            "restore": ("tampilkan/", self.restore_view),
            "approve": ("setujui/", self.approve_view),
            "sanction": ("sanksi/", self.sanction_view),
            "lift": ("sanksi/<int:sanction_id>/cabut/", self.lift_view),
            "remark": ("catatan/", self.remark_view),
            "watch": ("pantau/", self.watch_view),
            "hold": ("simpan-bukti/", self.hold_view),
            "release": ("simpan-bukti/<int:hold_id>/lepas/", self.release_view),
            "verdict": ("banding/", self.verdict_view),
            "file": ("berkas/", self.file_view),
            "skip": ("lewati/", self.skip_view),
        }
        own = [
            path(f"<int:comment_id>/{address}", guard(view), name=f"comments_comment_{name}")
            for name, (address, view) in acts.items()
        ]
        return [*own, *super().get_urls()]

    @admin.display(description=gettext_lazy("comment"))
    def excerpt(self, comment: Comment) -> str:
        return texts.excerpt(comment.text, 110)

    @admin.display(description=gettext_lazy("state"))
    def badge(self, comment: Comment) -> SafeString:
        reason = comment.decision.get_reason_display() if comment.is_hidden and comment.decision else ""
        watched = _("watched") if comment.is_watched else ""  # type: ignore[attr-defined]
        return format_html(
            '<span class="badge badge--{}">{}</span> {} {}', comment.state, comment.get_state_display(), reason, watched
        )

    @admin.display(description=gettext_lazy("deadline"))
    def waits(self, comment: Comment) -> SafeString | str:
        """How urgent the deadline is, and who is reading the comment now."""
        case, now = getattr(comment, "case", None), timezone.now()
        if case is None:
            return ""
        own = case.claimed_by_id == comment.asked_by  # type: ignore[attr-defined]
        reader = case.claimed_by if case.is_claimed(now) and not own else None
        claim = (
            format_html('<span class="badge">{}</span>', _("%(name)s is reading") % {"name": reader}) if reader else ""
        )
        if not case.due_at:
            return claim
        level = case.urgency(now)
        due = timezone.localtime(case.due_at).strftime("%d/%m %H.%M")
        return format_html('<span class="badge badge--{}">{}</span> {} {}', level, Urgency(level).label, due, claim)

    @admin.display(description=gettext_lazy("story"))
    def story(self, comment: Comment) -> str:
        return texts.excerpt(comment.headline, 36)  # type: ignore[attr-defined]

    @admin.action(description=gettext_lazy("Approve"))
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        """Approve the comments, except those with an open complaint, which the list does not show."""
        self._each(request, queryset, lambda comment: moderation.approve(comment, by=who_asks(request), heard=0))

    @admin.action(description=gettext_lazy("Hide as spam or advertising"))
    def hide_selected(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        spam = Decision.Reason.SPAM
        self._each(request, queryset, lambda comment: moderation.hide(comment, by=who_asks(request), reason=spam))

    def _each(self, request: HttpRequest, queryset: QuerySet[Comment], verb: Any) -> None:
        """Call the verb for each comment on its own: a refusal is reported, and the others still go through."""
        done = 0
        for comment in queryset:
            try:
                verb(comment)
            except (PermissionDenied, Conflict, ValidationError) as refusal:
                sentence = refusal.messages[0] if isinstance(refusal, ValidationError) else str(refusal)
                self.message_user(request, f"{texts.excerpt(comment.text, 40)}: {sentence}", messages.ERROR)
            else:
                done += 1
        if done:
            said = ngettext("%(count)d comment decided.", "%(count)d comments decided.", done) % {"count": done}
            self.message_user(request, said, messages.SUCCESS)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        comment = self.find(request, object_id)
        moderation.claim(comment, by=who_asks(request))
        return self.page(request, self.find(request, object_id))

    def page(
        self, request: HttpRequest, comment: Comment, *, conflict: str = "", status: int = 200, **bound: Any
    ) -> HttpResponse:
        """The page of one comment. A constant number of queries, however much there is about it.

        `bound` holds submitted forms by name, to be shown again with what was typed.
        """
        form = bound.get("form") or HideForm()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "title": _("Comment by %(author)s") % {"author": comment.author},
            "comment": comment,
            "shown": comment.own_html,
            "conflict": conflict,
            "form": HideForm() if conflict else form,
            "typed_note": form.data.get("note", "") if conflict and form.is_bound else "",
            "reasons": [(key, *choice) for key, choice in zip("1234567890qwe", Decision.Reason.choices, strict=True)],
            **{name: bound.get(name) or empty() for name, empty in _OTHER_FORMS.items()},
            **_queue(request),
            **_case(comment, who_asks(request)),
            **_rights(comment, who_asks(request)),
        }
        return TemplateResponse(request, "admin/comments/comment/page.html", context, status=status)


def _queue(request: HttpRequest) -> dict[str, str]:
    """The queue that the moderator works through, "" for none."""
    queue = queue_of(request)
    is_known = queue in Queue.values
    return {"queue": queue if is_known else "", "queue_name": str(Queue(queue).label) if is_known else ""}


def _case(comment: Comment, user: User) -> dict[str, Any]:
    """What is known about the comment and its author, and how urgent its complaints are."""
    now, case = timezone.now(), getattr(comment, "case", None)
    urgency = case.urgency(now) if case and case.due_at else ""
    return {
        "case": case,
        "urgency": Urgency(urgency).label if urgency else "",
        "urgency_level": urgency,
        "claimed_by": case.claimed_by if case and case.is_claimed(now) and case.claimed_by != user else None,
        "is_withheld": comment.is_withheld,
        "complaints": comment.complaints.select_related("by").order_by("outcome", "received_at")[:50],
        "heard": comment.complaints.order_by("-pk").values_list("pk", flat=True).first() or 0,
        "decisions": comment.decisions.select_related("by")[:50],
        "revisions": comment.revisions.all()[:20],
        "holds": comment.holds.in_force(now).select_related("by"),
        "record": record_of(comment.author, now=now),
        "watches": watching.over(comment, now=now),
    }


def _rights(comment: Comment, user: User) -> dict[str, Any]:
    """What this moderator may do about the comment now."""
    case = getattr(comment, "case", None)
    appeal = getattr(comment.decision, "appeal", None) if comment.decision else None
    return {
        "can_judge": permissions.can_judge(user, comment),
        "can_sanction": permissions.can_sanction(user, comment.author),
        "can_release": permissions.can_release(user),
        "can_approve": not comment.is_deleted
        and (comment.state != Comment.State.APPROVED or bool(case and case.due_at)),
        "can_hide": comment.is_public or comment.is_held,
        "appeal": appeal,
        "can_decide_appeal": bool(appeal and appeal.is_open and appeal.decision.by_id != user.pk),
        "rule_url": rule_url(comment.article_id) if permissions.can_rule(user) else "",
    }
