from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0005_place_what_was_sent")]

    operations = [
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["visible", "approved"]), _negated=True),
                    models.Q(("place", 0), _negated=True),
                    _connector="OR",
                ),
                name="what_readers_see_has_a_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("parent", None), ("root", None)),
                    models.Q(("parent__isnull", False), ("root__isnull", False)),
                    _connector="OR",
                ),
                name="an_answer_has_a_root",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("place", 1), _negated=True), ("root", None), _connector="OR"),
                name="a_root_answers_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("place", 2), _negated=True), ("root__isnull", False), _connector="OR"),
                name="a_reply_answers_somebody",
            ),
        ),
    ]
