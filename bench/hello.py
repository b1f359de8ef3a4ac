"""The baseline: a Django project with a single trivial view and no middleware. `gunicorn bench.hello`."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Halo, dunia")


urlpatterns = [path("", hello)]

settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[], SECRET_KEY="only-a-yardstick")  # noqa: S106
application = get_wsgi_application()
