from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_likeness_of_stories")]

    operations = [
        migrations.AddField(
            model_name="journalist",
            name="portrait",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.PROTECT,
                related_name="+",
                to="articles.photo",
                verbose_name="portrait",
            ),
        ),
    ]
