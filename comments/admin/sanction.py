from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from comments import appeals, permissions, sweeps
from comments.admin.form_page import DONE, FormPages, carry_out
from comments.desk_forms import VerdictForm
from comments.models import Appeal, Sanction
from newsroom.accounts.permissions import who_asks


class AppealedFilter(admin.SimpleListFilter):
    title = _("Appeal")
    parameter_name = "banding"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("menunggu", _("waits for another moderator"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Sanction]") -> "QuerySet[Sanction]":
        return queryset.filter(appeal__outcome="") if self.value() else queryset


@admin.register(Sanction)
class SanctionAdmin(FormPages):
    """The sanctions. The page of each also decides an appeal against it."""

    list_display = ["at", "user", "kind", "until", "reason", "by"]
    list_filter = [AppealedFilter, "kind", "reason", "at"]
    search_fields = ["user__display_name", "user__email"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Sanction]":
        return Sanction.objects.select_related("user", "by", "comment", "appeal__decided_by", "lifted_by__by")

    def change_view(self, request: HttpRequest, object_id: str, *_args: Any, **_options: Any) -> HttpResponse:
        sanction: Sanction = self.opened(request, object_id)
        form, status, conflict = VerdictForm(request.POST or None), 200, ""
        if request.method == "POST":
            made, upheld = get_object_or_404(Appeal, sanction=sanction), request.POST.get("upheld") == "1"
            if not permissions.can_moderate(request.user):
                raise PermissionDenied(_("Only a moderator may do that."))
            status, conflict = carry_out(
                form, lambda typed: appeals.decide(made, by=who_asks(request), upheld=upheld, note=typed["note"])
            )
            if status == DONE:
                messages.success(request, _("The appeal is decided. Its author is told."))
                return redirect("admin:comments_sanction_change", sanction.pk)
        appeal = getattr(sanction, "appeal", None)
        in_force = Sanction.objects.filter(pk=sanction.pk).in_force(timezone.now()).exists()
        decides = appeal is not None and appeal.is_open  # then that is how it ends
        return self.answer(
            request,
            "sanction/page.html",
            status=status,
            conflict=conflict,
            title=f"{capfirst(sanction.get_kind_display())} · {sanction.user}",
            sanction=sanction,
            in_force=in_force,
            can_lift=in_force
            and not decides
            and sanction.comment is not None
            and permissions.can_sanction(request.user, sanction.user),
            swept=sweeps.still_hidden(sanction).count(),
            appeal=appeal,
            can_decide=bool(decides and sanction.by_id != request.user.pk),
            form=form,
        )
