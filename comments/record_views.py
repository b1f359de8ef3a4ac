"""A reader's own record: warnings, decisions about their comments, appeals, and their complaints."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comments import appeals, law, limits, sanctions
from comments.desk_forms import AppealForm
from comments.models import Complaint, Decision, Sanction
from comments.refusals import Conflict
from newsroom.accounts.permissions import who_asks

_SHOWN = 50  # rows of a kind, the newest; the export of the data holds them all


@login_required
@require_safe
def my_record(request: HttpRequest) -> HttpResponse:
    """Sanctions in force, hidden comments with the way to appeal, own reports. Three queries beside the session's."""
    user, now = who_asks(request), timezone.now()
    hidden = Decision.objects.filter(comment__author=user, act=Decision.Act.HIDE).select_related("comment", "appeal")
    context = {
        "sanctions": list(Sanction.objects.filter(user=user).in_force(now).select_related("appeal")[:_SHOWN]),
        "decisions": list(hidden[:_SHOWN]),
        "week_ago": now - limits.APPEAL,
        "complaints": list(Complaint.objects.filter(by=user)[:_SHOWN]),
    }
    return render(request, "comments/my_record.html", context)


@login_required
@require_POST
def acknowledge(request: HttpRequest, sanction_id: int) -> HttpResponse:
    """A warning was read: from now on its reader may write again."""
    user = who_asks(request)
    try:
        sanctions.acknowledge(get_object_or_404(Sanction, pk=sanction_id, user=user), by=user)
        messages.success(request, _("Thank you. You can comment again."))
    except Conflict as refusal:
        messages.info(request, str(refusal))
    return redirect("my_record")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, decision_id: int) -> HttpResponse:
    """The form of an appeal against a hidden comment; 404 for others than its author, and where nothing was hidden."""
    mine = Decision.objects.select_related("comment__author", "appeal").filter(comment__author=who_asks(request))
    return _appeal_page(request, get_object_or_404(mine.filter(act=Decision.Act.HIDE), pk=decision_id))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_sanction(request: HttpRequest, sanction_id: int) -> HttpResponse:
    """The form of an appeal against a sanction; 404 for whoever it does not bind."""
    mine = Sanction.objects.select_related("user", "comment", "appeal").filter(user=who_asks(request), severity__gt=0)
    return _appeal_page(request, get_object_or_404(mine, pk=sanction_id))


def _appeal_page(request: HttpRequest, against: Decision | Sanction) -> HttpResponse:
    user, now = who_asks(request), timezone.now()
    form, status, conflict = AppealForm(request.POST or None), 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            appeals.appeal(against, by=user, words=form.cleaned_data["words"])
        except ValidationError as refusal:
            form.add_error("words", refusal.messages[0])
            status = 400
        except Conflict as refusal:
            status, conflict = 409, str(refusal)
        else:
            messages.success(
                request, _("Your appeal has arrived. Another moderator decides, and you are told by mail.")
            )
            return redirect("my_record")
    context = {
        "against": against,
        "is_sanction": isinstance(against, Sanction),
        "rule": law.RULES.get(against.reason, ""),
        "form": form,
        "conflict": conflict,
        "can_appeal": appeals.can_appeal(user, against, now=now),
    }
    return render(request, "comments/appeal.html", context, status=status)
