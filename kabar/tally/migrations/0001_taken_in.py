from django.db import migrations, models


class Migration(migrations.Migration):
    """The table came from advertising, with how far its files were read: nothing is counted twice."""

    initial = True

    dependencies = [("kabar_advertising", "0003_counts_move_down")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="TakenIn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=64, unique=True)),
                        ("offset", models.BigIntegerField(default=0)),
                    ],
                    options={"verbose_name": "file of counts", "verbose_name_plural": "files of counts"},
                )
            ]
        )
    ]
