from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
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
from newsroom.accounts.permissions import who_asks


@admin.register(Comment)
class CommentAdmin(ActsOnOne, ReadingAdmin):
    """The queues of the moderators; each comment has a page where one reads, sees its author's record and decides."""

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
        """The comments of one page, each knowing who looks at the list: nobody is told that he reads it himself."""
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
        """How far the clock has run, and who is reading it now."""
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
        """All but those with an open complaint, which would be refused unread: the list does not show it."""
        self._each(request, queryset, lambda comment: moderation.approve(comment, by=who_asks(request), heard=0))

    @admin.action(description=gettext_lazy("Hide as spam or advertising"))
    def hide_selected(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        spam = Decision.Reason.SPAM
        self._each(request, queryset, lambda comment: moderation.hide(comment, by=who_asks(request), reason=spam))

    def _each(self, request: HttpRequest, queryset: QuerySet[Comment], verb: Any) -> None:
        """Each is a decision of its own: one that is refused keeps no other from being made."""
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
        """A constant number of queries beside those of every page of the desk, however much has been written."""
        now, queue = timezone.now(), queue_of(request)
        case, me = getattr(comment, "case", None), who_asks(request)
        appeal = getattr(comment.decision, "appeal", None) if comment.decision else None
        form = bound.get("form") or HideForm()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "title": _("Comment by %(author)s") % {"author": comment.author},
            "comment": comment,
            "shown": comment.own_html,
            "record": record_of(comment.author, now=now),
            "decisions": comment.decisions.select_related("by")[:50],
            "complaints": comment.complaints.select_related("by").order_by("outcome", "received_at")[:50],
            "heard": comment.complaints.order_by("-pk").values_list("pk", flat=True).first() or 0,
            "revisions": comment.revisions.all()[:20],
            "case": case,
            "urgency": Urgency(case.urgency(now)).label if case and case.due_at else "",
            "urgency_level": case.urgency(now) if case and case.due_at else "",
            "claimed_by": case.claimed_by if case and case.is_claimed(now) and case.claimed_by != me else None,
            "is_withheld": comment.is_withheld,
            "appeal": appeal,
            "can_decide_appeal": bool(appeal and appeal.is_open and appeal.decision.by_id != me.pk),
            "holds": comment.holds.in_force(now).select_related("by"),
            "can_release": permissions.can_release(me),
            "release_form": bound.get("release_form") or ReleaseForm(),
            "form": HideForm() if conflict else form,
            "reasons": [(key, *choice) for key, choice in zip("1234567890qwe", Decision.Reason.choices, strict=True)],
            "sanction_form": bound.get("sanction_form") or SanctionForm(),
            "remark_form": bound.get("remark_form") or RemarkForm(),
            "watch_form": bound.get("watch_form") or WatchForm(),
            "watches": watching.over(comment, now=now),
            "rule_url": rule_url(comment.article_id) if permissions.can_rule(me) else "",
            "verdict_form": bound.get("verdict_form") or VerdictForm(),
            "conflict": conflict,
            "typed_note": form.data.get("note", "") if conflict and form.is_bound else "",
            "can_judge": permissions.can_judge(me, comment),
            "can_sanction": permissions.can_sanction(me, comment.author),
            "can_approve": not (comment.is_deleted or comment.state == Comment.State.APPROVED)
            or bool(case and case.due_at and not comment.is_deleted),
            "can_hide": comment.is_public or comment.is_held,
            "queue": queue if queue in Queue.values else "",
            "queue_name": Queue(queue).label if queue in Queue.values else "",
        }
        return TemplateResponse(request, "admin/comments/comment/page.html", context, status=status)
