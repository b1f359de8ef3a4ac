"""The public pages for complaining about a comment and for following a complaint. No login needed."""

import ipaddress
import re

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Edition
from comments import complaints, law
from comments.complaint_forms import ComplaintForm
from comments.models import Comment, Complaint, Thread
from comments.refusals import Conflict, TooManyComplaints
from newsroom.accounts.models import User
from newsroom.caching import public_by

_COMMENT = re.compile(r"(?:komentar-|mulai=|/laporkan/|/komentar/ke/)([0-9]{1,18})\b")
_NUMBER = re.compile(r"LP-?([0-9A-Z]{4})-?([0-9A-Z]{4})-?([0-9A-Z]{4})")

_STATUS = {ValidationError: 400, PermissionDenied: 403, Conflict: 409, TooManyComplaints: 429}


@public_by("komentar", "nomor")
@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """`/lapor/`: how to complain. `komentar` (a URL) redirects to its form, `nomor` to a status page."""
    address, number = request.GET.get("komentar", "").strip(), request.GET.get("nomor", "").strip().upper()
    if address:
        found = _COMMENT.search(address) or re.fullmatch(r"#?([0-9]{1,18})", address)
        if found and Comment.objects.placed().filter(pk=found[1]).exists():
            return redirect("complain", int(found[1]))
    if number:
        written = _NUMBER.fullmatch("".join(number.split()))
        known = f"LP-{'-'.join(written.groups())}" if written else ""
        if known and Complaint.objects.filter(number=known).exists():
            return redirect("complaint_status", known)
    context = {"address": address, "number": number}
    return render(request, "comments/complaint/door.html", context, status=404 if address or number else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The complaint form for a comment. A refusal shows its sentence and keeps everything that was typed.

    410 with a sentence if the comment is gone, because somebody else was faster.
    """
    comment, edition = _public(comment_id)
    thread = getattr(comment.article, "thread", None)
    if not comment.is_public or (thread and thread.rule == Thread.Rule.NEVER):
        shown = {"comment": comment, "edition": edition, "words": request.POST.get("words", "")}
        return render(request, "comments/complaint/gone.html", shown, status=410)
    if request.method != "POST":
        return _page(request, comment, edition, ComplaintForm())
    form = ComplaintForm(request.POST)
    if not form.is_valid():
        return _page(request, comment, edition, form, status=400)
    typed = {name: form.cleaned_data[name] for name in ("reason", "words", "speaker", "email")}
    by = request.user if isinstance(request.user, User) else None
    try:
        complaint = complaints.complain(comment, by=by, device=device_of(request), network=network_of(request), **typed)
    except (ValidationError, PermissionDenied, Conflict, TooManyComplaints) as refusal:
        form.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))
        response = _page(request, comment, edition, form, status=_STATUS[type(refusal)])
        if isinstance(refusal, TooManyComplaints):
            response["Retry-After"] = str(refusal.retry_after)
        return response
    return redirect(complaint)


@require_safe
def status(request: HttpRequest, number: str) -> HttpResponse:
    """The status of a complaint, for those who know its number. Shows no names, texts or addresses. Two queries."""
    complaint = Complaint.objects.select_related("comment").filter(number=number.upper()).first()
    if complaint is None:
        raise Http404
    live = Edition.objects.live().filter(article__comments=complaint.comment_id)
    edition = live.only("path", "headline", "paid_by").first()
    came_back = complaint.outcome == Complaint.Outcome.UPHELD and complaint.comment.is_public
    rule = law.RULES[complaint.reason]
    context = {"complaint": complaint, "edition": edition, "rule": rule, "came_back": came_back}
    response = render(request, "comments/complaint/status.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def device_of(request: HttpRequest) -> str:
    """A keyed hash of network and browser: tells complainants apart without revealing either."""
    said = f"{network_of(request)} {request.headers.get('User-Agent', '')}"
    return salted_hmac("comments.complaint", said, algorithm="sha256").hexdigest()


def network_of(request: HttpRequest) -> str:
    """The network that a visitor comes from, as its provider hands them out; "" if that is unknown."""
    address = get_adapter().get_client_ip(request)
    try:
        prefix = 24 if ipaddress.ip_address(address).version == 4 else 48
        return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))
    except ValueError:
        return ""


def _public(comment_id: int) -> tuple[Comment, Edition]:
    """A comment that readers see or have seen, and its live story; otherwise Http404. Two queries."""
    comment = Comment.objects.placed().cards(thread=True).filter(pk=comment_id).first()
    if comment is None:
        raise Http404
    edition = Edition.objects.live().cards().filter(article=comment.article_id).first()
    if edition is None or edition.is_retraction:
        raise Http404
    return comment, edition


def _page(
    request: HttpRequest, comment: Comment, edition: Edition, form: ComplaintForm, *, status: int = 200
) -> HttpResponse:
    context = {"comment": comment, "edition": edition, "form": form, "rules": law.RULES}
    return render(request, "comments/complaint/form.html", context, status=status)
