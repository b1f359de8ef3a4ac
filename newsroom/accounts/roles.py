"""Roles are groups, created by migrations. Migrations use historical models, so nothing here may import models."""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.translation import gettext_lazy as _

LABELS = {
    "Reporter": _("Reporter"),
    "Editor": _("Editor"),
    "Managing editor": _("Managing editor"),
    "Moderator": _("Moderator"),
}


def label(name: str) -> str:
    """The displayed name of a role. Groups that do not come from a migration keep their own name."""
    return str(LABELS.get(name, name))


def grant(rights: dict[str, Iterable[str]]) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    """A migration function that gives groups their permissions, named "app.model.codename".

    Creates missing groups and permissions, because Django creates permissions only after all migrations.
    """

    def forwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        group_model: Any = apps.get_model("auth", "Group")
        for role, names in rights.items():
            group, _made = group_model.objects.get_or_create(name=role)
            group.permissions.add(*(_permission(apps, name) for name in names))

    return forwards


def _permission(apps: Apps, name: str) -> Any:
    app_label, model, codename = name.split(".")
    content_types: Any = apps.get_model("contenttypes", "ContentType")
    permissions: Any = apps.get_model("auth", "Permission")
    content_type, _made = content_types.objects.get_or_create(app_label=app_label, model=model)
    permission, _made = permissions.objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": codename.replace("_", " ").capitalize()}
    )
    return permission
