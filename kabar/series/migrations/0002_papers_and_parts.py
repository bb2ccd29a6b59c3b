"""A series is of the paper of its section, and may have parts instead of days."""

from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery


def to_the_papers_of_their_sections(apps, schema_editor):
    """Every series that was made in the newsroom was written down as the first paper's."""
    series, section = apps.get_model("kabar_series", "Series"), apps.get_model("kabar_sections", "Section")
    own = section.objects.filter(pk=OuterRef("section")).values("paper")
    series.objects.update(paper=Subquery(own))
    strayed = series.objects.exclude(topic=None).exclude(topic__paper=F("paper"))
    series.objects.filter(pk__in=list(strayed.values_list("pk", flat=True))).update(topic=None)


class Migration(migrations.Migration):

    dependencies = [
        ("kabar_sections", "0002_desks"),
        ("kabar_series", "0001_series"),
        ("kabar_topics", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="series",
            name="begins_on",
            field=models.DateField(
                blank=True,
                help_text=(
                    "Day 1; a roundup carries the number of its day, counted from here. "
                    "Empty for a series whose parts only follow one another."
                ),
                null=True,
                verbose_name="first day",
            ),
        ),
        migrations.RunPython(to_the_papers_of_their_sections, migrations.RunPython.noop),
    ]
