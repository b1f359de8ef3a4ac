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

MOST_COUNTED = 99  # notices; whoever has more will not count them


@register.simple_tag
def badges(article: Article) -> SafeString:
    """The marks of a story that came from article_list.with_marks."""
    return article_list.badges(article)


@register.simple_tag
def unread_notices(user: User) -> str:
    """How many notices this person has not read: "", "1" … "99+". One query, bounded."""
    number = Notice.objects.to(user).unread().order_by()[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number or "")


@register.filter
def clock(moment: datetime) -> SafeString:
    """How long ago the moment was, or how long it is until then; a script keeps it right while the page is open."""
    span = dates.print_span(moment - timezone.now())
    return format_html(
        '<time datetime="{}" data-clock title="{}">{}</time>', dates.machine(moment), dates.print_short(moment), span
    )


@register.filter
def whom(notice: Notice) -> str:
    """Who was told, so that two people with one name are told apart."""
    return report.whom(notice)


@register.simple_tag
def told(step: Step) -> str:
    """Whom a step was told to, by name; in words where it was told to nobody though it waits for somebody."""
    return report.who_was_told(step)
