"""Makes arrangements of the leads that editors have set by hand, and of their planned ends."""

from django.db import migrations


def carry_over(apps, schema_editor):
    pins = apps.get_model("kabar_fronts", "LeadPin").objects.filter(ended_at=None)
    arrangements = apps.get_model("kabar_fronts", "Arrangement").objects
    placed = apps.get_model("kabar_fronts", "Placed").objects
    acts = apps.get_model("kabar_schedule", "PlannedAct").objects.filter(act="front")
    new = {}
    for pin in pins:
        arranged = arrangements.create(
            paper=pin.paper, section_id=pin.section_id, made_at=pin.begun_at, made_by_id=pin.pinned_by_id
        )
        placed.create(arrangement=arranged, slot="lead", story_id=pin.story_id, until=pin.until)
        new[pin.pk] = arranged.pk
    for act in acts.select_related("story"):
        if act.payload.get("do") == "unpin":
            act.payload = {"do": "expire", "arrangement": new.get(act.payload["pin"])}
        elif act.payload.get("do") == "pin":
            act.payload = {**act.payload, "do": "lead", "paper": act.story.paper}
        act.save(update_fields=["payload"])


class Migration(migrations.Migration):

    dependencies = [
        ("kabar_fronts", "0002_arrangements"),
        ("kabar_schedule", "0001_initial"),
    ]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
