"""The preview at the desk: the story as readers would see it, wide and narrow, and its share links."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import preview_links
from articles.models import Article, PreviewLink
from articles.preview_views import draw
from newsroom.accounts.permissions import who_asks

_LINKS_SHOWN = 50


class ShareForm(forms.Form):
    made_for = forms.CharField(
        label=_("For whom"), max_length=80, required=False, help_text=_("For example: our lawyer")
    )
    hours = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        choices=[(24, _("24 hours")), (48, _("48 hours")), (168, _("7 days"))],
        initial=48,
    )


def page(request: HttpRequest, *, article: Article | None, context: dict[str, Any]) -> HttpResponse:
    """The preview with its share links. A POST makes a link and shows its URL, this once. 400 for an invalid form."""
    if article is None:
        raise Http404
    form = ShareForm(request.POST or None)
    made = ""
    if request.method == "POST" and form.is_valid():
        try:
            _link, token = preview_links.make(
                article,
                by=who_asks(request),
                made_for=form.cleaned_data["made_for"],
                lifetime=timedelta(hours=form.cleaned_data["hours"]),
            )
            made, form = request.build_absolute_uri(reverse("shared_preview", args=[token])), ShareForm()
        except ValidationError as refusal:
            form.add_error("made_for", refusal.messages)
    now = timezone.now()
    links = article.preview_links.with_life(now).select_related("made_by", "revoked_by")[:_LINKS_SHOWN]
    context |= {
        "title": _("Preview"),
        "subtitle": str(article),
        "article": article,
        "form": form,
        "made": made,
        "links": links,
        "can_share": article.status not in (Article.Status.PUBLISHED, Article.Status.DROPPED),
        "is_narrow": request.GET.get("lebar") == "ponsel",
        "opts": Article._meta,
    }
    status = 400 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "admin/articles/article/preview.html", context, status=status)


def framed(request: HttpRequest, *, article: Article | None) -> HttpResponse:
    """Just the story, for the frame in the preview page."""
    if article is None:
        raise Http404
    response = HttpResponse(draw(request, article, now=timezone.now(), context={}))
    response["X-Robots-Tag"] = "noindex"
    return response


def revoke(request: HttpRequest, *, article: Article | None, link_id: int) -> HttpResponse:
    """Revoke a share link of this story. 404 for a link of another one."""
    link = (
        PreviewLink.objects.select_related("article").filter(pk=link_id, article=article).first() if article else None
    )
    if link is None or request.method != "POST":
        raise Http404
    preview_links.revoke(link, by=who_asks(request))
    return redirect("admin:articles_article_preview", link.article_id)
