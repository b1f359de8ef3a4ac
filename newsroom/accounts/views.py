"""The visitor's own page, and the entrance to the desk. The rest of /akun/ is allauth's."""

from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from newsroom.accounts import names, two_factor
from newsroom.accounts.forms import DisplayNameForm
from newsroom.accounts.models import User
from newsroom.accounts.permissions import who_asks


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """The visitor's account, with links to change it."""
    person = who_asks(request)
    if request.method == "POST":
        person = User.objects.get(pk=person.pk)  # the form changes its instance even if it is invalid
    form = DisplayNameForm(request.POST or None, instance=person)
    obstacle = names.obstacle(person, form.cleaned_data["display_name"]) if form.is_valid() else ""
    if obstacle:
        form.add_error("display_name", obstacle)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["display_name"]
        names.rename(person, name, now=timezone.now())
        messages.success(request, _("Your display name is now %(name)s.") % {"name": name})
        return redirect("account_overview")
    context = {"form": form, "has_two_factor": two_factor.is_enrolled(who_asks(request))}
    status = 403 if obstacle else 400 if form.errors else 200
    return render(request, "account/overview.html", context, status=status)


def desk_door(request: HttpRequest) -> HttpResponse:
    """Where the desk sends people without access: to the login, or to a page that says what is missing."""
    destination = get_next_redirect_url(request) or reverse("admin:index")
    if not request.user.is_authenticated:
        return redirect_to_login(destination)
    if request.user.is_staff and two_factor.opens_the_desk(request):
        return HttpResponseRedirect(destination)
    context = {
        "is_enrolled": request.user.is_staff and two_factor.is_enrolled(who_asks(request)),
        "log_in_again": redirect_to_login(destination).url,
    }
    return render(request, "account/desk_door.html", context, status=403)
