import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from newsroom.frozen import Freeze, OnTheWayBack


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("comments", "0019_appeal_sanctions_and_sweep"),
    ]

    operations = [
        OnTheWayBack(Freeze("Record")),
        migrations.AddField(
            model_name="hold",
            name="released_at",
            field=models.DateTimeField(null=True, verbose_name="released at"),
        ),
        migrations.AddField(
            model_name="hold",
            name="released_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="released by",
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="released_why",
            field=models.TextField(blank=True, verbose_name="why it was released"),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(released_at=None, released_by=None, released_why="")
                | (models.Q(released_at__isnull=False, released_by__isnull=False) & ~models.Q(released_why="")),
                name="released_by_somebody_for_a_reason",
            ),
        ),
        migrations.AlterField(
            model_name="record",
            name="kind",
            field=models.CharField(
                choices=[
                    ("decision", "decision"),
                    ("sanction", "sanction"),
                    ("complaint", "complaint received"),
                    ("answer", "complaint answered"),
                    ("escalation", "complaint passed on to the managing editors"),
                    ("withheld", "out of sight until decided"),
                    ("appeal", "appeal received"),
                    ("verdict", "appeal decided"),
                    ("erasure", "account erased"),
                    ("hold", "kept as evidence"),
                    ("release", "evidence released"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        Freeze("Record"),
    ]
