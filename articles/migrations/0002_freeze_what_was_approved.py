from django.db import migrations

from newsroom.frozen import Freeze


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [
        Freeze("Edition", interval=True),
        Freeze("EditionByline"),
        Freeze("EditionTopic"),
        Freeze("EditionPhoto"),
        Freeze("ReadAlso"),
        Freeze("Step"),
    ]
