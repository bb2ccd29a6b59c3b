from django.db import migrations


class Migration(migrations.Migration):
    """The files of counts are the tally's, which audience shares; their table only changes its name."""

    dependencies = [("kabar_advertising", "0002_beside_the_story")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("TakenIn", "kabar_tally_takenin")],
            state_operations=[migrations.DeleteModel("TakenIn")],
        )
    ]
