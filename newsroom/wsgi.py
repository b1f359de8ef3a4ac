import os

from django.core.wsgi import get_wsgi_application

from newsroom.encodings import in_utf8
from newsroom.front_cache import in_front_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = in_front_of(in_utf8(get_wsgi_application()))
