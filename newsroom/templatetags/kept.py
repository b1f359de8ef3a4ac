"""{% kept "name" values… %}…{% endkept %}: renders once for the same values (newsroom/kept.py)."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString

from newsroom import kept

register = template.Library()


class KeptNode(template.Node):
    child_nodelists = ()  # fragments contain no {% block %}, so Django need not look for one each time

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values

    def render(self, context: Any) -> SafeString:
        values = [value.resolve(context) for value in self.values]
        if None in values:  # an unsaved object, as in a preview, has no id that tells it from another
            return self.nodelist.render(context)
        return kept.piece((self.origin.name, *values), lambda: self.nodelist.render(context))


@register.tag("kept")
def do_kept(parser: Parser, token: Token) -> KeptNode:
    """Parse the tag. Its values must name everything that the fragment depends on; nothing personal may be in it."""
    values = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, values)
