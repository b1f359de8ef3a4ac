"""The site's settings without compressing static files, which would take half of a test run."""

from newsroom.settings import *  # noqa: F403

WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("css", "html", "ico", "js", "json", "map", "md", "svg", "txt", "woff2")
