"""/akun/data/: shows and exports what the site stores about the visitor, and lets them erase it.

Open to everybody who can log in, sanctioned or not: these rights do not depend on good behaviour.
"""

import json
from importlib import import_module

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from newsroom.accounts import erasure
from newsroom.accounts.models import Erasure
from newsroom.accounts.permissions import who_asks


@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What is stored, for how long, and what can be done about it. Two queries besides the session's."""
    user = who_asks(request)
    # Apps list what they store about readers in TERMS. The history of stories is not readers' data.
    parts = [import_module(name) for name in settings.RETENTION]
    terms = [term for part in parts for term in getattr(part, "TERMS", {}).values()]
    context = {"erasure": Erasure.objects.open().filter(user=user).first(), "terms": terms}
    return render(request, "account/data.html", context)


@reauthentication_required
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Everything as a JSON file. Asks for the password again, so that a borrowed session cannot take it."""
    content = json.dumps(erasure.export(who_asks(request)), ensure_ascii=False, indent=2)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="data-saya.json"'
    return response


@reauthentication_required
def erase(request: HttpRequest) -> HttpResponse:
    """Request the erasure of the account, which is carried out a day later."""
    if request.method != "POST":  # returning from the page that asked for the password
        return render(request, "account/erase.html")
    try:
        erasure.ask(who_asks(request), now=timezone.now())
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
        return redirect("account_data")
    return redirect("account_data")  # which says when


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Cancel the erasure."""
    if erasure.cancel(who_asks(request), now=timezone.now()):
        messages.success(request, _("Your account stays as it is."))
    return redirect("account_data")
