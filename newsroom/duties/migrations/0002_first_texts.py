from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TEXTS = Path(__file__).parent / "first_texts"
KINDS = ("comment-terms", "privacy", "cyber-media", "right-of-reply")
WIB = timezone(timedelta(hours=7), "WIB")
# The day these texts were written for, not the day of installation: what is read in later from elsewhere has terms too.
IN_FORCE_FROM = datetime(2026, 1, 1, tzinfo=WIB)


def write_first_texts(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    policies: Any = apps.get_model("duties", "Policy").objects
    for kind in KINDS:
        body = (TEXTS / f"{kind}.html").read_text(encoding="utf-8").strip()
        policies.get_or_create(kind=kind, version=1, defaults={"body": body, "in_force_from": IN_FORCE_FROM})


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]

    operations = [migrations.RunPython(write_first_texts, migrations.RunPython.noop)]
