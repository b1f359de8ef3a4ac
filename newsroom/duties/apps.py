from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutiesConfig(AppConfig):
    name = "newsroom.duties"
    verbose_name = _("Duties of the medium")

    def ready(self) -> None:
        import_module("newsroom.checks")  # registers the system checks
