"""Template filters and tags for the desk."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import dates
from articles.admin import article_list, report
from articles.models import Article, Notice, Step
from newsroom.accounts.models import User

register = template.Library()

MOST_COUNTED = 99  # notices; beyond this, the exact number does not matter


@register.simple_tag
def badges(article: Article) -> SafeString:
    """The badges of a story annotated by article_list.with_marks."""
    return article_list.badges(article)


@register.simple_tag
def unread_notices(user: User) -> str:
    """The number of unread notices: "", "1" … "99+". One bounded query."""
    number = Notice.objects.to(user).unread().order_by()[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number or "")


@register.filter
def clock(moment: datetime) -> SafeString:
    """How long ago a moment was, or how far ahead it is. A script updates it while the page is open."""
    span = dates.print_span(moment - timezone.now())
    return format_html(
        '<time datetime="{}" data-clock title="{}">{}</time>', dates.machine(moment), dates.print_short(moment), span
    )


@register.filter
def whom(notice: Notice) -> str:
    """The recipient of a notice, with the address if the name is ambiguous."""
    return report.whom(notice)


@register.simple_tag
def told(step: Step) -> str:
    """Who was notified of a step, in words (report.who_was_told)."""
    return report.who_was_told(step)
