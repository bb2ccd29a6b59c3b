"""What is looked at before press: names that may not be printed, facts of the unverified, labels."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kabar.corrections import looking, protected, queries
from kabar.corrections.models import Kind, ProtectedName
from kabar.corrections.testing import a_correction
from kabar.staff.models import User
from kabar.stories import services as stories
from kabar.stories.checklist import Weight, findings
from kabar.stories.testing import a_draft, a_live_story, rina

pytestmark = pytest.mark.django_db


def found(story):
    return [(one.field, one.weight) for one in findings(story) if one.weight is not Weight.BLOCKS]


@pytest.mark.parametrize("text", ["Kata SITI  Aminah, ia melihat.", "Síti Aminah’", "anak Siti Aminah itu"])
def test_a_protected_name_is_recognised_however_it_is_written(text):
    protected.protect(["Siti Aminah"], "Perkara 12", by=rina())
    story = a_draft(body=[("paragraph", f"<p>{text}</p>")])
    [finding] = looking.protected_names(story)
    assert (finding.weight, finding.field) == (Weight.URGES, "body")
    assert finding.block == story.body[0].id and "Perkara 12" in finding.message
    assert "Siti" not in finding.message


def test_a_name_in_the_headline_is_found_there_and_others_are_not_found():
    protected.protect(["Siti Aminah"], "Perkara 12", by=rina())
    [finding] = looking.protected_names(a_draft("Ibu Siti Aminah bicara"))
    assert (finding.field, finding.block) == ("headline", "")
    assert not list(looking.protected_names(a_draft("Siti dan Aminah bicara")))


def test_the_list_cannot_be_read():
    protected.protect(["Siti Aminah", "Siti Aminah binti Umar", ""], "Perkara 12", by=rina())
    rows = list(ProtectedName.objects.values())
    assert len(rows) == 2 and "iti" not in str([row["digest"] for row in rows])
    assert protected.protect(["siti  aminah"], "Perkara 12", by=rina()) == 0
    assert protected.lift("Perkara 12", by=rina()) == 2


@pytest.mark.parametrize("names", [[], ["Siti"], ["a b c d e f g"]])
def test_a_name_that_cannot_be_recognised_is_refused(names):
    with pytest.raises(ValidationError):
        protected.protect(names, "Perkara 12", by=rina())


def test_a_stranger_protects_and_lifts_nothing():
    stranger = User.objects.create_user("budi", "budi@example.id", "kopi-pahit-7")
    for act in (
        lambda: protected.protect(["A B"], "C", by=stranger),
        lambda: protected.lift("C", by=stranger),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_what_goes_out_unverified_says_its_facts_and_is_an_open_task_until_an_update_is_linked(client):
    story = a_draft("Gempa di selatan", unverified=True, first_source="BMKG")
    assert [field for field, weight in found(story) if weight is Weight.URGES] == [
        "why_urgent",
        "out_of_reach",
    ]
    stories.publish(story, by=rina())
    html = client.get(story.path).content.decode()
    note = html[html.index("story-unverified") :]
    assert "<em>[" in note and "Sumber pertama: BMKG." in note and "]</em>" in note
    assert queries.unverified("main") == [story]
    update = a_live_story("Gempa itu berkekuatan 5,2")
    a_correction(story, kind=Kind.UPDATE, note="Kekuatannya 5,2.", told_in=update)
    html = client.get(story.path).content.decode()
    assert "masih memerlukan verifikasi" not in html and f'href="{update.path}"' in html
    assert queries.unverified("main") == []


def test_labels_name_who_answers_for_them():
    assert ("sponsor", Weight.WARNS) in found(a_draft(sponsored=True))
    assert ("ai_approved_by", Weight.URGES) in found(a_draft(ai_use="generated"))
    assert ("ai_approved_by", Weight.WARNS) in found(a_draft(ai_use="assisted"))
