from django.db import migrations, models

POSTGRESQL = [
    "ALTER TABLE kabar_wire_item ADD COLUMN words tsvector NOT NULL DEFAULT ''",
    "CREATE INDEX wire_words ON kabar_wire_item USING gin (words)",
]
POSTGRESQL_BACK = ["ALTER TABLE kabar_wire_item DROP COLUMN words"]
# Which words an item has is all that is asked: no places, no columns, no sizes.
SQLITE = [
    "CREATE VIRTUAL TABLE wire_words USING fts5("
    "words, tokenize = 'unicode61 remove_diacritics 0', detail = none, columnsize = 0)"
]
SQLITE_BACK = ["DROP TABLE wire_words"]


def add_words(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def fill_words(apps, schema_editor):
    from kabar.wire.search import keep_words

    for item in apps.get_model("kabar_wire", "Item").objects.order_by("pk").iterator(200):
        keep_words([item])


def remove_words(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("kabar_wire", "0004_received_cards")]

    operations = [
        migrations.AddIndex(
            model_name="item", index=models.Index(fields=["paper", "slugline"], name="wire_slugline")
        ),
        migrations.AddIndex(model_name="item", index=models.Index(fields=["paper", "key"], name="wire_key")),
        migrations.AddIndex(model_name="item", index=models.Index(fields=["digest"], name="wire_digest")),
        migrations.RunPython(add_words, remove_words),
        migrations.RunPython(fill_words, migrations.RunPython.noop),
    ]
