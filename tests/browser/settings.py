"""The site's own settings, except that its static files are not compressed: that would take half of a test run."""

from newsroom.settings import *  # noqa: F403

WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("css", "html", "ico", "js", "json", "map", "md", "svg", "txt", "woff2")
