import django.db.models.deletion
from django.db import migrations, models

# The body of a vector is fetched only for the stories that are ranked: it is kept apart and uncompressed, so that
# rows stay short and a fetch costs no unpacking. More words are counted than usual, to know which ones are common.
POSTGRESQL = [
    "ALTER TABLE archive_search ADD COLUMN words tsvector NOT NULL DEFAULT ''",
    "ALTER TABLE archive_search ALTER COLUMN words SET STORAGE EXTERNAL",
    "ALTER TABLE archive_search ALTER COLUMN words SET STATISTICS 200",
    "CREATE INDEX archive_search_words ON archive_search USING gin (words)",
]
# Rows are numbered by their place in time, so that FTS5 itself walks from the newest to the oldest.
SQLITE = [
    "CREATE VIRTUAL TABLE archive_search_words USING fts5("
    "headline, standfirst, names, body, exact, marks, tokenize = 'unicode61 remove_diacritics 0')",
    "CREATE VIRTUAL TABLE archive_search_vocabulary USING fts5vocab(archive_search_words, row)",
    "CREATE TRIGGER archive_search_forgotten AFTER DELETE ON archive_search "
    "BEGIN DELETE FROM archive_search_words WHERE rowid = old.place; END",
]
SQLITE_BACK = ["DROP TABLE archive_search_vocabulary", "DROP TABLE archive_search_words"]


def add_words(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove_words(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in ["DROP TRIGGER archive_search_forgotten", *SQLITE_BACK]:
            schema_editor.execute(statement)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('kabar_stories', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('story', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='kabar_stories.story')),
                ('paper', models.CharField(max_length=32)),
                ('section_id', models.BigIntegerField()),
                ('place', models.BigIntegerField(unique=True)),
            ],
            options={
                'verbose_name': 'entry of the index',
                'verbose_name_plural': 'index of search',
                'db_table': 'archive_search',
                'indexes': [models.Index(models.F('paper'), models.OrderBy(models.F('place'), descending=True), name='search_newest')],
            },
        ),
        migrations.RunPython(add_words, remove_words),
    ]
