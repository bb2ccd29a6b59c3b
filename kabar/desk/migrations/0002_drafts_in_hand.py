"""Puts the drafts of a paper that was written before the desk on its screen."""

from django.db import migrations

from kabar.desk.versions import words_of


def put_on_the_screen(apps, schema_editor):
    """Make the review of every story on its way to press; the archive has none."""
    Story = apps.get_model("kabar_stories", "Story")
    Review = apps.get_model("kabar_desk", "Review")
    drafts = Story.objects.filter(state="draft", latest_revision__isnull=False)
    over_live = Story.objects.filter(live=True, has_unpublished_changes=True, latest_revision__isnull=False)
    for stories in (drafts, over_live):
        made = []
        for story in stories.select_related("latest_revision").defer("body").iterator(200):
            newest = story.latest_revision
            made.append(
                Review(
                    story_id=story.pk, revision=newest.pk, words=words_of(newest.content),
                    written_by_id=newest.user_id, written_at=newest.created_at,
                )
            )
            if len(made) >= 500:
                Review.objects.bulk_create(made, ignore_conflicts=True)
                made = []
        Review.objects.bulk_create(made, ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [
        ("kabar_desk", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(put_on_the_screen, migrations.RunPython.noop),
    ]
