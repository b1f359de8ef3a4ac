"""The page on which readers choose how often they get mail about comments, and whom they have muted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from comments import tidings
from comments.forms import MailForm
from comments.models import Commenter, Mute
from newsroom.accounts.permissions import who_asks


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """The reader's choice, and whom they have muted. Three queries besides the session's."""
    reader = who_asks(request)
    commenter = Commenter.objects.filter(pk=reader.pk).first()
    commenter = commenter or Commenter(user=reader)
    form = MailForm(request.POST or None, initial={"mail": commenter.mail, "decisions": commenter.decisions})
    if request.method == "POST" and form.is_valid():
        tidings.choose(reader.pk, **form.cleaned_data)
        messages.success(request, _("Your choice is kept."))
        return redirect("comment_mail")
    muted = Mute.objects.filter(reader=reader).select_related("muted")
    status = 400 if form.errors else 200
    return render(request, "comments/mail_choice.html", {"form": form, "muted": muted}, status=status)


@csrf_exempt  # RFC 8058: mail programs post here without a session; the signed URL is the authorization
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Unsubscribe. GET only asks for confirmation, because mail scanners follow every link."""
    named = tidings.named_by(token)
    if named is None:
        raise Http404
    if request.method == "POST":
        tidings.stop(*named)
    return render(request, "comments/mail_stop.html", {"is_done": request.method == "POST", "ends": named[1]})


@login_required
@require_POST
def unmute(request: HttpRequest, reader_id: int) -> HttpResponse:
    """Unmute somebody."""
    Mute.objects.filter(reader=who_asks(request), muted=reader_id).delete()
    return redirect("comment_mail")
