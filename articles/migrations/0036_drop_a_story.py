from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0035_say_who_paid"),
    ]

    operations = [
        migrations.AlterField(
            model_name="article",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "draft"),
                    ("submitted", "submitted"),
                    ("returned", "returned"),
                    ("published", "published"),
                    ("dropped", "dropped"),
                ],
                default="draft",
                editable=False,
                max_length=10,
                verbose_name="status",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("submitted", "waiting for an editor"),
                    ("returned", "sent back to you"),
                    ("approved", "approved and live"),
                    ("scheduled", "approved and scheduled"),
                    ("bundled", "approved, goes live with its bundle"),
                    ("live", "live now"),
                    ("emergency", "published in an emergency"),
                    ("unscheduled", "taken out of the schedule"),
                    ("retracted", "retracted"),
                    ("dropped", "dropped"),
                    ("reference", "refers to a retracted story"),
                    ("unheard", "nobody could be told"),
                    ("mention", "mentions you"),
                    ("answer", "an answer to a remark"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="from_status",
            field=models.CharField(
                blank=True,
                choices=[
                    ("draft", "draft"),
                    ("submitted", "submitted"),
                    ("returned", "returned"),
                    ("published", "published"),
                    ("dropped", "dropped"),
                ],
                max_length=10,
                verbose_name="from",
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="to_status",
            field=models.CharField(
                choices=[
                    ("draft", "draft"),
                    ("submitted", "submitted"),
                    ("returned", "returned"),
                    ("published", "published"),
                    ("dropped", "dropped"),
                ],
                max_length=10,
                verbose_name="to",
            ),
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
