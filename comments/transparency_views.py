"""The public pages of moderation figures: `/transparansi/` shows the newest month, and each month has a page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from comments import transparency
from comments.models import Decision, Month, Sanction
from newsroom.caching import public

_LISTED = 36  # months linked below the figures
# The pipeline's reasons for refusals, in words for the public; other codes have no figures of their own.
_REFUSED = {
    "term": _("a word from the list of the moderators"),
    "advertising": _("advertising with a number or a link"),
}


@public
@require_safe
def month(request: HttpRequest, name: str = "") -> HttpResponse:
    """The figures of a closed month; by default the newest. One query, two for an old one.

    404 for a month without figures; the page of the current month says when they will be there.
    """
    months = list(Month.objects.all()[:_LISTED])
    wanted = transparency.month_named(name) if name else None
    shown = next((each for each in months if not name or each.first == wanted), None)
    if wanted and not shown:
        shown = Month.objects.filter(first=wanted).first()
    is_running = bool(wanted and wanted == transparency.first_of_month(timezone.now()).date())
    if name and shown is None and not is_running:
        raise Http404
    context: dict[str, Any] = {"month": shown, "months": months, "running": wanted if is_running else None}
    if shown:
        context |= _words(shown.figures)
    return render(request, "comments/transparency.html", context, status=404 if is_running else 200)


def _words(figures: dict[str, Any]) -> dict[str, Any]:
    """The figures with readable names, and the share answered in time."""
    reasons, kinds = dict(Decision.Reason.choices), dict(Sanction.Kind.choices)
    due = figures.get("due", figures["answered"])  # older figures counted only decided complaints
    return {
        "figures": figures,
        "refused_by": [(_REFUSED.get(code, code), count) for code, count in figures["refused_by"].items()],
        "hidden_by": [(reasons.get(code, code), count) for code, count in figures["hidden_by"].items()],
        "complaints_by": [(reasons.get(code, code), count) for code, count in figures["complaints_by"].items()],
        "sanctions_by": [(kinds.get(code, code), count) for code, count in figures["sanctions_by"].items()],
        "due": due,
        "in_time_share": 100 * figures["in_time"] // due if due else None,
    }
