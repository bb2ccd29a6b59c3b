from django.db import migrations, models

# A story is found by its address, never by the slug alone, and by its whole origin; each index costs every story of an
# archive a write in a random place. They are dropped by name, as SQLite would write the whole table anew.
UNUSED = [
    "kabar_stories_story_slug_8ea526d5",
    "kabar_stories_story_slug_8ea526d5_like",
    "kabar_stories_story_origin_11a8ef01_like",
]
DROP = [f"DROP INDEX IF EXISTS {name}" for name in UNUSED]


class Migration(migrations.Migration):

    dependencies = [
        ('kabar_stories', '0007_who_reads_to_the_end'),
    ]

    operations = [
        migrations.RunSQL(
            DROP,
            migrations.RunSQL.noop,
            state_operations=[
                migrations.AlterField(
                    model_name='story',
                    name='slug',
                    field=models.SlugField(blank=True, db_index=False, max_length=150, verbose_name='slug'),
                ),
            ],
        ),
    ]
