from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import permissions, terms
from comments.admin.form_page import DONE, FormPages, carry_out
from comments.desk_forms import TermForm
from comments.models import Term
from newsroom.accounts.permissions import who_asks

_CHANGES = 50  # newest rows of a term's log that are shown


class InForceFilter(admin.SimpleListFilter):
    """Filter by whether a term is active or expired."""

    title = gettext_lazy("In force")
    parameter_name = "berlaku"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("ya", _("in force")), ("tidak", _("no longer"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Term]") -> "QuerySet[Term]":
        if self.value() == "ya":
            return Term.objects.in_force(timezone.now()) & queryset
        return queryset.filter(expires_at__lte=timezone.now()) if self.value() == "tidak" else queryset


@admin.register(Term)
class TermAdmin(FormPages):
    """The list of terms. Each can be tried on the newest comments before it is saved, and shows its log."""

    list_display = ["phrase", "what_happens", "hits", "expires_at", "note", "added_by"]
    list_filter = [InForceFilter, "action"]
    search_fields = ["phrase", "note"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_keep_terms(request.user)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Term]":
        return Term.objects.select_related("added_by")

    @admin.display(description=gettext_lazy("what happens"))
    def what_happens(self, term: Term) -> SafeString:
        if term.has_expired(timezone.now()):
            return format_html('<span class="badge">{}</span>', _("no longer"))
        look = "hidden" if term.action == Term.Action.REFUSE else "held"
        return format_html('<span class="badge badge--{}">{}</span>', look, term.get_action_display())

    def add_view(self, request: HttpRequest, *_args: Any, **_options: Any) -> HttpResponse:
        self._guard(request)
        form = TermForm(request.POST or None)
        title = _("List a word or phrase")
        if request.method != "POST":
            return self.answer(request, "term/page.html", form=form, title=title)
        if "coba" in request.POST:
            return self._try(request, form, title=title)
        status, conflict = carry_out(form, lambda typed: terms.add(**typed, by=who_asks(request)))
        if status == DONE:
            messages.success(request, _("“%(phrase)s” is listed.") % {"phrase": form.cleaned_data["phrase"]})
            return redirect("admin:comments_term_changelist")
        return self.answer(request, "term/page.html", form=form, title=title, conflict=conflict, status=status)

    def change_view(self, request: HttpRequest, object_id: str, *_args: Any, **_options: Any) -> HttpResponse:
        """A term with its log, and a form for people who may change it."""
        term: Term = self.opened(request, object_id)
        shown: dict[str, Any] = {
            "title": term.phrase,
            "term": term,
            "changes": term.changes.select_related("by")[:_CHANGES],
            "is_over": term.has_expired(timezone.now()),
            "may_change": permissions.can_keep_terms(request.user),
        }
        if request.method != "POST":
            kept = {name: getattr(term, name) for name in ("phrase", "action", "note", "expires_at")}
            return self.answer(request, "term/page.html", form=TermForm(initial=kept, term=term), **shown)
        self._guard(request)
        form = TermForm(request.POST, term=term)
        if "coba" in request.POST:
            return self._try(request, form, **shown)
        status, conflict = carry_out(form, lambda typed: self._change(request, term, typed))
        if status == DONE:
            messages.success(request, _("“%(phrase)s” is changed.") % {"phrase": term.phrase})
            return redirect("admin:comments_term_change", term.pk)
        return self.answer(request, "term/page.html", form=form, status=status, conflict=conflict, **shown)

    def _change(self, request: HttpRequest, term: Term, typed: dict[str, Any]) -> None:
        by = who_asks(request)
        if "cabut" in request.POST:
            terms.retire(term, by=by)
        else:
            terms.change(term, action=typed["action"], note=typed["note"], expires_at=typed["expires_at"], by=by)

    def _try(self, request: HttpRequest, form: TermForm, **shown: Any) -> HttpResponse:
        """Show what the term would match, above the form as typed. Stores nothing."""
        phrase = shown["term"].phrase if "term" in shown else request.POST.get("phrase", "")
        try:
            trial = terms.trial(phrase)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.answer(request, "term/page.html", form=form, status=400, **shown)
        return self.answer(request, "term/page.html", form=form, trial=trial, tried=phrase, **shown)

    def _guard(self, request: HttpRequest) -> None:
        if not permissions.can_keep_terms(request.user):
            raise PermissionDenied(_("Only a moderator may do that."))
