"""The pages that say who publishes the site and which rules it follows."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsroom import caching
from newsroom.duties import schema_org
from newsroom.duties.models import Masthead, Policy


@require_safe
@caching.public
def masthead(request: HttpRequest) -> HttpResponse:
    """The masthead page. One query."""
    masthead = Masthead.objects.first()
    schema = schema_org.of_medium(masthead, request.build_absolute_uri("/"))
    return render(request, "duties/masthead.html", {"masthead": masthead, "schema": schema})


@require_safe
@caching.public
def policy(request: HttpRequest, kind: Policy.Kind, version: int | None = None) -> HttpResponse:
    """A policy: the text in force, or an earlier one that people have agreed to. One query."""
    texts = list(Policy.objects.published(kind))
    shown = next((text for text in texts if version in (None, text.version)), None)
    if shown is None:
        raise Http404
    context = {"policy": shown, "is_in_force": shown == texts[0], "others": [text for text in texts if text != shown]}
    return render(request, "duties/policy.html", context)
