from django.db import migrations, models

from newsroom.frozen import Freeze, OnTheWayBack


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0023_by_what_right_a_photo_is_shown"),
    ]

    operations = [
        OnTheWayBack(Freeze("Step")),
        migrations.AlterField(
            model_name="article",
            name="embargo_until",
            field=models.DateTimeField(editable=False, null=True, verbose_name="embargo until"),
        ),
        migrations.AlterField(
            model_name="step",
            name="verb",
            field=models.CharField(
                choices=[
                    ("create", "started"),
                    ("edit", "edited"),
                    ("take-over", "took over the editing"),
                    ("submit", "submitted"),
                    ("withdraw-submission", "withdrew the submission"),
                    ("send-back", "sent back"),
                    ("approve", "approved"),
                    ("emergency", "published in an emergency"),
                    ("second-read", "read as second reader"),
                    ("revise", "opened for an update"),
                    ("discard", "discarded the update"),
                    ("unschedule", "unscheduled"),
                    ("retract", "retracted"),
                    ("embargo", "put under embargo"),
                    ("lift-embargo", "lifted the embargo"),
                    ("confirm", "recorded a confirmation"),
                    ("waive-confirmation", "waived the confirmation"),
                    ("ask-legal", "asked for a legal check"),
                    ("clear-legal", "cleared it legally"),
                ],
                max_length=20,
                verbose_name="step",
            ),
        ),
        Freeze("Step"),
    ]
