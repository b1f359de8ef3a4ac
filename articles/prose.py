"""Settings of the rich text editor: which marks and nodes its toolbar offers.

Imported by newsroom/settings.py, so nothing here may import models. What a stored body may hold is decided in
`body.py` alone; the editor's own sanitizer is not used.
"""

from typing import Any

from django_prose_editor.config import html_tags
from js_asset import static_lazy

_NO_TAGS = html_tags([])  # the editor asks each extension for the tags it adds; body.clean() is the judge of those

# The key must be the name under which the script exports the extension.
EXTENSIONS = [
    {
        "js": [static_lazy("desk/prose/nodes.js")],
        "extensions": dict.fromkeys(
            ("ReadAlso", "Photo", "RemarkKey", "WordCount", "PasteClean", "IndonesianMenu", "Marks"), _NO_TAGS
        ),
    },
    # Exported by the editor's bundle but unknown to its Python half.
    {"js": [], "extensions": dict.fromkeys(("TrailingNode", "Fullscreen"), _NO_TAGS)},
]

# Plain groups only: the "dropdown" kind is a <div> that a keyboard cannot open.
MENU_GROUPS = [
    {"group": group}
    for group in ("blockType -lists", "lists", "nodes -blockType -lists", "marks", "link", "history", "utility")
]

BODY_EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"protocols": ["http", "https", "mailto"], "enableTarget": False},
    "ReadAlso": {"searchUrl": "/admin/articles/article/read-also/", "label": "Baca juga"},
    "Photo": {"searchUrl": "/admin/articles/photo/pick/", "uploadUrl": "/admin/articles/photo/upload/"},
    "RemarkKey": True,
    # Without it a body that holds a single block is stored as empty.
    "TrailingNode": True,
    "Fullscreen": True,
    "WordCount": True,
    "PasteClean": True,
    "IndonesianMenu": True,
    "Marks": True,
    "Placeholder": {"placeholder": "Tulis artikel di sini…"},
}
