"""The comments under a story, for the article page. No rule lives here."""

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.models import Edition
from comments import threads
from newsroom.caching import has_session
from newsroom.kept import Kept, piece

register = template.Library()

CARDS = 12 * 2**20  # bytes of HTML: about 5,000 comments, as readers and as anonymous visitors see them
cards: Kept[SafeString] = Kept(CARDS)


@register.simple_tag(takes_context=True)
def comment_thread(context: template.Context, edition: Edition) -> SafeString:
    """The newest comments on a story, and the form or a link to it. Two queries for anonymous visitors."""
    request: HttpRequest = context["request"]
    if has_session(request):
        return render_to_string("comments/_block.html", threads.block(request, edition), request)
    found = threads.page(edition.article_id)
    shown = threads.block(request, edition, found=found)
    key = ("comments", edition.article_id, type(shown["obstacle"]), *found.mark)  # threads close by time alone
    return piece(key, lambda: render_to_string("comments/_block.html", shown))


@register.simple_tag(takes_context=True)
def comment_card(context: template.Context, card: threads.Card) -> SafeString:
    """A comment, and what the visitor can do with it. Cached by what they can do, never by who they are."""
    obstacle = context.get("obstacle")
    shown = {"card": card, "comment": card.comment, "reader": bool(context.get("reader")), "obstacle": obstacle}
    key = (*card.facts, shown["reader"], bool(obstacle and obstacle.is_for_everybody))
    return piece(key, lambda: render_to_string("comments/_comment.html", shown), among=cards)
