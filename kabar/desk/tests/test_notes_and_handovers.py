"""Notes stand where they were written until they are resolved; a shift's note until the next has read it."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from kabar.desk import queries, services
from kabar.desk.models import Handover, Notice
from kabar.desk.services import notices
from kabar.desk.testing import a_filed_story, an_assignment, someone
from kabar.jobs.testing import run_due_jobs
from kabar.staff.models import AuditEntry, Desk, Role
from kabar.stories.testing import a_draft, a_live_story, a_section

pytestmark = pytest.mark.django_db


def test_a_note_stands_at_its_block_with_its_answers_until_it_is_resolved(ayu, rina):
    story = a_draft(by=ayu)
    note = services.note(story, "Siapa yang bilang?", by=rina, path="blok-1", urgent=True)
    services.note(story, "Petugas pintu air.", by=ayu, answers=note)
    services.note(story, "Tulis namanya.", by=rina, answers=note.replies.get())
    (shown,) = queries.notes_of(story)
    assert [reply.text for reply in shown.replies.all()] == ["Petugas pintu air.", "Tulis namanya."]
    assert {reply.path for reply in shown.replies.all()} == {"blok-1"}
    assert queries.open_notes([story.pk]) == {story.pk: 1}
    assert services.resolve(note, by=ayu) is True
    assert services.resolve(note, by=ayu) is False
    assert queries.open_notes([story.pk]) == {}
    assert AuditEntry.objects.filter(act="resolve").count() == 1


def test_who_may_not_see_a_story_writes_no_note_on_it(ayu, rina):
    story = a_draft(by=rina, names=())
    with pytest.raises(PermissionDenied):
        services.note(story, "Halo", by=ayu)
    with pytest.raises(ValidationError):
        services.note(story, "  ", by=rina)
    other = services.note(a_draft(by=rina), "Di sini", by=rina)
    with pytest.raises(ValidationError):
        services.note(story, "Di sana", by=rina, answers=other)


def test_what_readers_see_of_a_story_does_not_open_its_notes(rina, budi):
    city = a_section("Kota", desk=Desk.objects.create(name="Kota", slug="kota"))
    story = a_live_story("Pasar dibuka", section=city)
    note = services.note(story, "Tanya dinas.", by=rina)
    sekar = someone("sekar", Role.SUBEDITOR, Desk.objects.create(name="Olahraga", slug="olahraga"))
    for stranger in (sekar, budi):
        with pytest.raises(PermissionDenied):
            services.note(story, "Halo", by=stranger)
        with pytest.raises(PermissionDenied):
            services.resolve(note, by=stranger)


def test_a_note_reaches_the_writer_and_an_answer_who_asked(ayu, rina):
    story = a_draft(by=ayu)
    note = services.note(story, "Siapa?", by=rina)
    services.note(story, "Petugas.", by=ayu, answers=note)
    assert [notice.subject for notice in queries.notices(ayu)] == ["Siapa?"]
    assert [notice.subject for notice in queries.notices(rina)] == ["Petugas."]
    newest = queries.notices(ayu)[0].pk
    assert services.read_notices(by=ayu, through=newest) == 1
    assert services.read_notices(by=ayu, through=newest) == 0
    assert queries.notices(ayu) == []


def test_the_same_news_is_told_once_and_never_to_its_doer(ayu, rina):
    story = a_draft(by=ayu)
    for _ in range(3):
        notices.notify(
            Notice.Kind.NOTED, [ayu.pk, ayu.pk, rina.pk, None], key="1", subject="x", by=rina, story=story
        )
    assert list(Notice.objects.values_list("to", flat=True)) == [ayu.pk]


def test_a_notice_is_mailed_once_when_the_paper_has_mail(ayu, rina, settings):
    from dataclasses import replace

    an_assignment(rina, who=ayu)
    run_due_jobs()
    assert mail.outbox == []
    settings.PAPER = replace(settings.PAPER, mail=replace(settings.PAPER.mail, url="smtp://mail.example.id"))
    an_assignment(rina, "Panen raya", who=ayu)
    run_due_jobs()
    key = Notice.objects.latest("pk").key
    assert notices.mail(key) == 0
    (sent,) = mail.outbox
    assert sent.to == ["ayu@example.id"]
    assert "Panen raya" in sent.subject


def test_a_hand_over_note_is_shown_until_the_next_shift_has_read_it(ayu, rina, dewi, budi):
    filed = a_filed_story(ayu, "Jembatan dibuka")
    an_assignment(rina, "Panen raya")
    left = services.hand_over("Tunggu telepon dinas.", by=rina, paper="main")
    assert {line["title"] for line in left.open} == {filed.headline, "Panen raya"}
    for person in (rina, dewi, ayu):
        assert queries.handovers(person, "main", None) == [left]
    assert services.read_handover(left, by=rina) is False
    assert services.read_handover(left, by=dewi) is True
    assert services.read_handover(left, by=dewi) is False
    assert queries.handovers(ayu, "main", None) == []
    with pytest.raises(PermissionDenied):
        services.hand_over("Halo", by=budi, paper="main")


def test_a_hand_over_note_is_shown_to_its_desk_and_to_whom_it_is_meant(rina, dewi, ayu):
    sports, city = (Desk.objects.create(name=name, slug=name.lower()) for name in ("Olahraga", "Kota"))
    services.hand_over("Skor menyusul.", by=rina, paper="main", desk=sports)
    services.hand_over("Untuk Dewi.", by=rina, paper="main", to=dewi)
    assert [left.text for left in queries.handovers(dewi, "main", city.pk)] == ["Untuk Dewi."]
    assert [left.text for left in queries.handovers(ayu, "main", sports.pk)] == ["Skor menyusul."]
    assert Notice.objects.get(kind=Notice.Kind.HANDED_OVER).to == dewi
    with pytest.raises(ValidationError):
        services.hand_over(" ", by=rina, paper="main")
    assert Handover.objects.count() == 2


def test_a_hand_over_note_names_to_each_what_they_may_see(rina):
    sports, city = (Desk.objects.create(name=name, slug=name.lower()) for name in ("Olahraga", "Kota"))
    a_draft("Rahasia wali kota", section=a_section("Kota", desk=city), by=rina)
    everybody = services.hand_over("Sampai besok.", by=rina, paper="main")
    of_the_city = services.hand_over("Wali kota bicara.", by=rina, paper="main", desk=city)
    joko, sari = someone("joko", Role.EDITOR, sports), someone("sari", Role.EDITOR, city)
    assert [(left, left.open) for left in queries.handovers(joko, "main", None)] == [(everybody, [])]
    assert [len(left.open) for left in queries.handovers(sari, "main", None)] == [1, 1]
    with pytest.raises(PermissionDenied):
        services.read_handover(of_the_city, by=joko)
    assert services.read_handover(of_the_city, by=sari)
