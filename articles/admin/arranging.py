"""The page on which an editor arranges the front page: a draft, its preview, and the version that is live.

The page works with plain forms, without JavaScript; after a submit, the focus returns to the button that was used.
"""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import front, furniture, headlines, permissions, picks
from articles.admin.editions import Record
from articles.models import Edition, FrontRelease
from articles.workflow import Conflict
from newsroom.accounts.permissions import who_asks
from newsroom.pointers import may_be_id

OFFERED = 12  # stories offered for the draft: the newest, or the newest search results
LOGGED = 8  # newest releases shown
PLACES = [gettext_lazy("Lead"), *[gettext_lazy("Beside the lead")] * front.SECONDS]
PLACES += [gettext_lazy("Under the lead")] * front.THIRDS


@admin.register(FrontRelease)
class FrontPageAdmin(Record):
    def get_urls(self) -> list[Any]:
        look = path("look/", self.admin_site.admin_view(self.look), name="articles_front_look")
        return [look, *super().get_urls()]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.is_authenticated and permissions.may_edit_others(who_asks(request))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the draft; a POST changes it. 403 unless editor, 400 for an invalid act, 409 if somebody was faster."""
        if not self.has_view_permission(request):
            raise PermissionDenied(_("Only an editor may arrange the front page."))
        if request.method != "POST":
            return self._show(request)
        try:
            answer = _act(request)
        except Conflict as conflict:
            return self._show(request, refusal=str(conflict), status=409)
        except ValidationError as problem:
            return self._show(request, refusal=" ".join(problem.messages), status=400)
        return redirect(answer)

    def look(self, request: HttpRequest) -> HttpResponse:
        """Render the front page with the draft's picks. Stores nothing."""
        if not self.has_view_permission(request):
            raise PermissionDenied(_("Only an editor may arrange the front page."))
        arranged = front.arrange(furniture.sections(), picked=picks.draft().articles)
        return render(request, "articles/front.html", {"front": arranged, "is_draft": True})

    def _show(self, request: HttpRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
        draft, live = picks.draft(), picks.live()
        question = request.GET.get("q", "").replace("\x00", "").strip()[:100]
        seen = Edition.objects.live().standing()
        wanted = {*draft.articles, *live}
        known = {edition.article_id: edition for edition in seen.filter(article__in=wanted).cards()}
        found = headlines.holding(seen, question, most=10 * OFFERED)
        offered = found.exclude(article__in=draft.articles).cards()[:OFFERED]
        arranged = front.arrange(furniture.sections(), picked=draft.articles)
        chosen = [pk for pk in draft.articles if pk in known]
        focus, _colon, number = request.GET.get("focus", "").partition(":")
        moved = int(number) if may_be_id(number) else None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Arrange the front page"),
            "opts": self.opts,
            "draft": draft,
            "is_live": draft.articles == live,
            "places": [
                _place(label, edition, chosen, position) | {"focus": focus if edition.article_id == moved else ""}
                for position, (label, edition) in enumerate(zip(PLACES, arranged.top, strict=False))
            ],
            "gone": len(draft.articles) - len(chosen),
            "is_full": len(draft.articles) >= picks.MOST,
            "offered": offered,
            "question": question,
            "log": FrontRelease.objects.select_related("by")[:LOGGED],
            "refusal": refusal,
        }
        return TemplateResponse(request, "admin/articles/frontrelease/arrange.html", context, status=status)


def _place(label: Any, edition: Edition, chosen: list[int], position: int) -> dict[str, Any]:
    """One row of the list, with its buttons as (act, symbol, label)."""
    buttons: list[tuple[str, str, Any]] = []
    if edition.article_id not in chosen:
        buttons = [("add", "+", gettext_lazy("Keep"))]
    else:
        if position:
            buttons += [("top", "⤒", gettext_lazy("To the top")), ("up", "↑", gettext_lazy("Up"))]
        if position < len(chosen) - 1:
            buttons += [("down", "↓", gettext_lazy("Down"))]
        buttons += [("remove", "×", gettext_lazy("Remove"))]
    return {"label": label, "edition": edition, "is_picked": edition.article_id in chosen, "buttons": buttons}


def _act(request: HttpRequest) -> str:
    """Carry out the act of the pressed button and return the URL to redirect to. ValidationError for an unknown one."""
    user = who_asks(request)
    version = int(typed) if may_be_id(typed := request.POST.get("version", "")) else -1
    act, _colon, number = request.POST.get("act", "").partition(":")
    here = reverse("admin:articles_frontrelease_changelist")
    if act == "publish":
        picks.publish(by=user, version=version)
        messages.success(request, _("The front page shows this list now."))
        return here
    if act == "discard":
        picks.discard(by=user, version=version)
        messages.success(request, _("The draft is again what readers see."))
        return here
    moved = _moved(picks.draft().articles, act, int(number)) if may_be_id(number) else None
    if moved is None:
        raise ValidationError(_("Nothing was chosen. Use one of the buttons."))
    picks.rearrange(moved, by=user, version=version)
    asked = {"focus": request.POST["act"], "q": request.GET.get("q", "")}
    return f"{here}?{urlencode({name: value for name, value in asked.items() if value})}"


def _moved(order: list[int], act: str, pk: int) -> list[int] | None:
    """The order after one act on the story `pk`; None for an unknown act or a story that cannot be moved."""
    rest = [other for other in order if other != pk]
    if act == "add":
        return [*rest, pk]
    if act == "remove":
        return rest
    steps = {"up": -1, "down": 1, "top": -len(order)}
    if act not in steps or pk not in order:
        return None
    place = max(0, order.index(pk) + steps[act])
    return [*rest[:place], pk, *rest[place:]]
