from django.db import migrations


def enter_distributors(apps, schema_editor):
    """Enter every agency in the source book, with the words it is found by."""
    from kabar.sources.words import folded

    Source = apps.get_model("kabar_sources", "Source")
    SourceWord = apps.get_model("kabar_sources", "SourceWord")
    for distributor in apps.get_model("kabar_sources", "Distributor").objects.filter(source=None):
        words = folded(distributor.name)
        distributor.source = Source.objects.create(
            kind="agency", public_label=distributor.name, url=distributor.url,
            folded="".join(f" {word}" for word in words),
        )
        SourceWord.objects.bulk_create(
            SourceWord(source=distributor.source, word=word) for word in sorted(set(words))
        )
        distributor.save(update_fields=["source"])


class Migration(migrations.Migration):

    dependencies = [("kabar_sources", "0002_the_source_book")]

    operations = [migrations.RunPython(enter_distributors, migrations.RunPython.noop)]
