"""The bundles of stories that go live together, and the page on which an editor arranges one.

The page works with plain forms, without JavaScript.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import dates, permissions
from articles.admin.article_list import with_marks
from articles.admin.editions import Record
from articles.admin.forms import moment
from articles.models import Article, Bundle, BundleStory
from articles.workflow import Conflict, bundles
from newsroom.accounts.permissions import who_asks
from newsroom.pointers import may_be_id

OFFERED = 12  # stories offered for the bundle: the last changed, or the search results
LISTED = 50  # open bundles; a newsroom has a few
RELEASED = 8  # newest bundles that went live


class PlanForm(forms.Form):
    """The name of a bundle and when its stories go live. `workflow.bundles` validates both."""

    name = forms.CharField(
        label=gettext_lazy("name of the bundle"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("For the desk only, for example: Anggaran 2027"),
    )
    live_from = moment(
        gettext_lazy("live from (WIB)"), gettext_lazy("Left empty, nothing of it goes live until you say so.")
    )

    def refuse(self, refusal: ValidationError) -> None:
        """Attach the messages of a refusal to the fields they are about, or to the form."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal.messages)
            return
        for name, sentences in refusal.message_dict.items():
            self.add_error(name if name in self.fields else None, sentences)


@admin.register(Bundle)
class BundleAdmin(Record):
    def get_urls(self) -> list[Any]:
        guard = self.admin_site.admin_view
        return [
            path("", guard(self.list_view), name="articles_bundle_changelist"),
            path("<int:pk>/", guard(self.page_view), name="articles_bundle_change"),
        ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.is_authenticated and permissions.may_edit_others(who_asks(request))

    def list_view(self, request: HttpRequest) -> HttpResponse:
        """The bundles, upcoming ones first. A POST creates one. Two queries."""
        self._must_be_editor(request)
        form = PlanForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                made = bundles.make(by=who_asks(request), **form.cleaned_data)
            except ValidationError as problem:
                form.refuse(problem)
            else:
                return redirect("admin:articles_bundle_change", made.pk)
        of_bundle = Bundle.objects.counted()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Release together"),
            "opts": self.opts,
            "form": form,
            "open": of_bundle.open()[:LISTED],
            "released": of_bundle.live().order_by("-live_from", "-pk")[:RELEASED],
            "now": timezone.now(),
        }
        status = 400 if form.errors else 200
        return TemplateResponse(request, "admin/articles/bundle/list.html", context, status=status)

    def page_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page of a bundle. 400 if the act is refused, 403 unless editor, 409 if somebody was faster."""
        self._must_be_editor(request)
        bundle = Bundle.objects.select_related("made_by", "changed_by").filter(pk=pk).first()
        if bundle is None:
            raise Http404
        planned = {"name": bundle.name, "live_from": _local(bundle)}
        act = request.POST.get("act", "") if request.method == "POST" else None
        form = PlanForm(request.POST if act == "plan" else None, initial=planned)
        status, refusals = 200, []
        if act is not None and form.is_bound and not form.is_valid():
            status = 400
        elif act is not None:
            try:
                messages.success(request, _act(request, bundle, act, form))
                return redirect(request.path if act != "dissolve" else "admin:articles_bundle_changelist")
            except Conflict as conflict:
                status, refusals = 409, [str(conflict)]
            except ValidationError as problem:
                status, refusals = 400, [] if form.is_bound else problem.messages
                if form.is_bound:
                    form.refuse(problem)
            bundle.refresh_from_db()
        return self._show(request, bundle, form, refusals=refusals, status=status)

    def _must_be_editor(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied(_("Only an editor puts stories together."))

    def _show(
        self, request: HttpRequest, bundle: Bundle, form: PlanForm, *, refusals: Any = (), status: int = 200
    ) -> HttpResponse:
        now = timezone.now()
        places = list(bundle.stories.select_related("edition").defer("edition__body", "edition__html"))
        marked = with_marks(Article.objects.select_related("section", "reporter", "lead_photo"), now)
        stories: dict[int, Any] = marked.in_bulk([place.article_id for place in places])
        for place in places:
            place.article = story = stories[place.article_id]
            story.in_bundle = None  # no badge: this page is about that bundle
        planned = bundle.live_from if bundle.live_from and bundle.live_from > now else now
        is_live = bundle.is_live(now)
        why = {} if is_live else bundles.reasons(places, at=planned)
        question = request.GET.get("q", "").replace("\x00", "").strip()[:100]
        context = {
            **self.admin_site.each_context(request),
            "title": bundle.name,
            "opts": self.opts,
            "bundle": bundle,
            "form": form,
            "rows": [(place, why.get(place.article_id, "")) for place in places],
            "ready": len(places) - len(why),
            "is_live": is_live,
            "is_late": not is_live and bundle.live_from is not None and bundle.live_from <= now,
            "offered": [] if is_live or len(places) >= bundles.MOST else _offered(question),
            "question": question,
            "refusals": refusals,
        }
        return TemplateResponse(request, "admin/articles/bundle/page.html", context, status=status)


def _local(bundle: Bundle) -> Any:
    return timezone.localtime(bundle.live_from, dates.WIB) if bundle.live_from else None


def _offered(question: str) -> list[Article]:
    """Stories in progress that are in no bundle yet, last changed first. One query."""
    in_work = Article.objects.filter(status__in=Article.IN_WORK)
    found = in_work.exclude(headline="").select_related("section", "reporter")
    if question:
        found = found.filter(headline__icontains=question)
    taken = BundleStory.objects.open().values("article")
    return list(found.exclude(pk__in=taken).defer("body").order_by("-changed_at", "-pk")[:OFFERED])


def _act(request: HttpRequest, bundle: Bundle, act: str, form: PlanForm) -> str:
    """Carry out the act of the pressed button and return its success message."""
    typed = request.POST.get("version", "")
    who: Any = {"by": who_asks(request), "version": int(typed) if may_be_id(typed) else -1}
    if act == "plan":
        return _told(bundles.plan(bundle, **who, **form.cleaned_data))
    if act == "cancel":
        return _told(bundles.plan(bundle, **who, name=bundle.name, live_from=None))
    whole = {"release": (bundles.release, _PUBLISHED), "dissolve": (bundles.dissolve, _DISSOLVED)}
    if act in whole:
        verb, done = whole[act]
        verb(bundle, **who)
        return str(done)
    one = {"add": (bundles.add, _ADDED), "remove": (bundles.remove, _REMOVED)}
    name, _colon, number = act.partition(":")
    story = Article.objects.filter(pk=number).first() if may_be_id(number) else None
    if story is None or name not in one:
        raise ValidationError(_("Nothing was chosen. Use one of the buttons."))
    change, done = one[name]
    change(bundle, story, **who)
    return str(done) % {"headline": story}


_PUBLISHED = gettext_lazy("Published together. Readers see all of its stories now.")
_DISSOLVED = gettext_lazy("The bundle is dissolved. Its stories go on without it.")
_ADDED = gettext_lazy("“%(headline)s” is in the bundle.")
_REMOVED = gettext_lazy("“%(headline)s” is out of the bundle.")


def _told(bundle: Bundle) -> str:
    if bundle.is_released and bundle.live_from:
        return _("Scheduled: all of its stories go live on %(when)s.") % {"when": dates.print_short(bundle.live_from)}
    if bundle.live_from is None:
        return _("It has no moment now: nothing of it goes live until you say so. What was approved stays approved.")
    return _("Noted. The bundle goes into the schedule by itself, once each of its stories is approved.")
