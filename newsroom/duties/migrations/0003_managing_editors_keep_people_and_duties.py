from django.db import migrations

from newsroom.accounts.roles import grant

MANAGING_EDITOR = [
    *(f"accounts.user.{verb}_user" for verb in ("view", "add", "change")),
    "accounts.consent.view_consent",
    *(f"duties.policy.{verb}_policy" for verb in ("view", "add")),
    *(f"duties.masthead.{verb}_masthead" for verb in ("view", "add", "change")),
]


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0002_first_texts"),
        ("accounts", "0001_initial"),
        ("articles", "0003_roles"),
    ]

    operations = [migrations.RunPython(grant({"Managing editor": MANAGING_EDITOR}), migrations.RunPython.noop)]
