"""Answers requests in an unusable encoding with a sentence instead of an error.

Django decodes with any codec that Python has, so `charset=base64` raised an exception, for a query string even before
Django had begun to handle the request. Browsers send our forms as UTF-8.
"""

import codecs
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.http import parse_header_parameters

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REFUSED = "multipart/form-data"  # without a boundary, which Django answers with status 400 and our error page


def in_utf8(application: "WSGIApplication") -> "WSGIApplication":
    """Wrap the application: pass requests in UTF-8 or an unknown encoding, which is ignored, and refuse all others.

    If the body is empty, the encoding is removed.
    """

    def application_in_utf8(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if not _is_readable(environ.get("CONTENT_TYPE", "")):
            reads = environ["REQUEST_METHOD"] in {"GET", "HEAD"}
            environ = {**environ, "CONTENT_TYPE": "" if reads else REFUSED}
        return application(environ, start_response)

    return application_in_utf8


def _is_readable(kind: str) -> bool:
    try:
        charset = parse_header_parameters(kind)[1].get("charset", "")
    except (LookupError, ValueError):  # `charset*=` with an encoding of its own
        return False
    try:
        return codecs.lookup(charset).name == "utf-8"
    except LookupError:
        return True
