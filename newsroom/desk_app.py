from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """The Django admin, with our own site in place of the stock one."""

    default_site = "newsroom.admin_site.Desk"
