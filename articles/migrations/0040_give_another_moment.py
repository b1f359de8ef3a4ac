from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0039_label_pictures_made_with_ai"),
    ]

    operations = [
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
                    ("reschedule", "gave it another moment"),
                    ("retract", "retracted"),
                    ("drop", "dropped it"),
                    ("take-up", "took it up again"),
                    ("embargo", "put under embargo"),
                    ("lift-embargo", "lifted the embargo"),
                    ("confirm", "recorded a confirmation"),
                    ("waive-confirmation", "waived the confirmation"),
                    ("ask-legal", "asked for a legal check"),
                    ("clear-legal", "cleared it legally"),
                    ("bundle", "put into a bundle"),
                    ("unbundle", "taken out of a bundle"),
                    ("release", "released together with its bundle"),
                    ("hold", "held back with its bundle"),
                ],
                max_length=20,
                verbose_name="step",
            ),
        ),
    ]
