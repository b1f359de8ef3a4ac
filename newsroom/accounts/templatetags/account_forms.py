"""Renders the fields of allauth's forms in the style of the site."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def control(field: BoundField) -> SafeString:
    """The control of a field without its placeholder: the label above says the same, and stays when one types."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def is_tick_box(field: BoundField) -> bool:
    return field.widget_type == "checkbox"
