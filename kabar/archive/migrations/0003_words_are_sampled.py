"""SQLite's table of all words goes: to count one there takes a walk through all stories that hold it."""

from django.db import migrations

VOCABULARY = "CREATE VIRTUAL TABLE archive_search_vocabulary USING fts5vocab(archive_search_words, row)"
NO_VOCABULARY = "DROP TABLE archive_search_vocabulary"


def drop_vocabulary(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(NO_VOCABULARY)


def add_vocabulary(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(VOCABULARY)


class Migration(migrations.Migration):
    dependencies = [("kabar_archive", "0002_related_stories")]
    operations = [migrations.RunPython(drop_vocabulary, add_vocabulary)]
