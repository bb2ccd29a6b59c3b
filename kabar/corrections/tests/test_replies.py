"""The other side is asked, every attempt is kept, and nothing is said that is not true."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from kabar import clock
from kabar.corrections import replies
from kabar.corrections.models import Channel, Reply, ReplyRequest
from kabar.corrections.sentences import sentence
from kabar.corrections.slips import slip
from kabar.staff.models import AuditEntry, Desk, User
from kabar.staff.roles import Role, establish, give
from kabar.stories import services as stories
from kabar.stories.models import Story
from kabar.stories.testing import a_draft, a_live_story, a_section, rina

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return a_request()


def a_request(story=None, **fields):
    said = {
        "whom": "PT Maju",
        "question": "Mengapa pabrik ditutup?",
        "deadline": clock.now() + timedelta(hours=3),
    }
    return replies.ask(story or a_draft("Pabrik ditutup"), by=rina(), **{**said, **fields})


def reach(request, *, delivered=True, channel=Channel.WHATSAPP):
    return replies.tried(request, channel=channel, delivered=delivered, words="", by=rina())


def past_its_deadline(request):
    ReplyRequest.objects.filter(pk=request.pk).update(deadline=clock.now() - timedelta(minutes=1))
    return ReplyRequest.objects.get(pk=request.pk)


def test_before_any_attempt_there_is_nothing_to_say(asked):
    assert replies.open_to(asked) == [Reply.ANSWERED]
    assert sentence(asked, "id") == ""
    with pytest.raises(ValidationError):
        replies.insert_sentence(asked, by=rina())


def test_who_was_never_reached_could_not_be_reached_however_late_it_is(asked):
    reach(asked, delivered=False, channel=Channel.PHONE)
    late = past_its_deadline(asked)
    assert replies.open_to(late) == [Reply.ANSWERED, Reply.UNREACHABLE]
    with pytest.raises(ValidationError):
        replies.settle(late, Reply.NO_ANSWER, by=rina())
    assert "belum berhasil" in sentence(late, "id") and "telepon" in sentence(late, "id")
    assert "without success" in sentence(late, "en")


def test_who_was_reached_has_until_the_deadline(asked):
    reach(asked)
    assert Reply.NO_ANSWER not in replies.open_to(asked)
    assert "menunggu jawaban" in sentence(asked, "id")
    late = past_its_deadline(asked)
    assert replies.open_to(late) == [Reply.ANSWERED, Reply.DECLINED, Reply.NO_ANSWER]
    replies.settle(late, Reply.NO_ANSWER, by=rina())
    said = sentence(late, "id")
    assert "belum menjawab" in said and "WhatsApp" in said and "WIB" in said and "PT Maju" in said
    assert "had not answered" in sentence(late, "en")


def test_an_answer_is_written_down_in_its_words_and_welcome_at_any_time(asked):
    reach(asked)
    late = past_its_deadline(asked)
    replies.settle(late, Reply.NO_ANSWER, by=rina())
    with pytest.raises(ValidationError):
        replies.settle(late, Reply.ANSWERED, by=rina(), answer=" ")
    replies.settle(late, Reply.ANSWERED, by=rina(), answer="Pabrik pindah.")
    assert "“Pabrik pindah.”" in sentence(late, "id")
    assert replies.open_to(late) == []
    acts = list(AuditEntry.objects.filter(act__contains="reply").order_by("pk").values_list("act", flat=True))
    assert acts == ["ask-reply", "try-reply", "settle-reply", "settle-reply"]


def test_of_two_who_settle_it_the_second_is_told(asked):
    reach(asked)
    other = ReplyRequest.objects.get(pk=asked.pk)
    replies.settle(asked, Reply.DECLINED, by=rina())
    with pytest.raises(ValidationError):
        replies.settle(other, Reply.DECLINED, by=rina())


def test_a_deadline_lies_ahead_and_a_stranger_asks_nobody():
    with pytest.raises(ValidationError):
        a_request(deadline=clock.now())
    stranger = User.objects.create_user("budi", "budi@example.id", "kopi-pahit-7")
    with pytest.raises(PermissionDenied):
        replies.ask(a_draft(), whom="A", question="B", deadline=clock.now() + timedelta(hours=1), by=stranger)


def test_the_sentence_goes_into_the_draft_and_not_to_readers():
    story = a_live_story("Pabrik ditutup")
    asked = a_request(story)
    reach(asked)
    replies.insert_sentence(asked, by=rina())
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert "menunggu jawaban" in draft.body.raw_data[-1]["value"]
    assert len(Story.objects.get(pk=story.pk).body.raw_data) == 1


def test_who_goes_ahead_without_the_other_side_is_named_in_the_record():
    story = a_draft("Pabrik mencemari sungai", may_harm=True)
    stories.publish(story, by=rina())
    entry = AuditEntry.objects.get(act="publish")
    assert entry.by == rina() and any("pihak" in words for words in entry.details["went_ahead"])
    asked = a_draft("Pabrik lain", may_harm=True)
    a_request(asked)
    stories.publish(asked, by=rina())
    assert "went_ahead" not in AuditEntry.objects.filter(act="publish").order_by("-pk").first().details


def test_the_page_of_a_story_takes_a_request_from_question_to_answer(client):
    client.force_login(rina())
    story = a_live_story("Pabrik ditutup")
    page = reverse("corrections:other-side", args=[story.pk])

    def do(act, **said):
        return client.post(page, {"act": act, **said}, follow=True).content.decode()

    html = do("ask", whom="PT Maju", question="Mengapa?", deadline="kapan-kapan")
    assert "sampai kapan" in html and "PT Maju" in html
    do("ask", whom="PT Maju", question="Mengapa?", deadline="2999-01-01T10:00")
    asked = ReplyRequest.objects.get()
    assert clock.local(asked.deadline, story.place_zone).hour == 10
    assert "Sampaikan kepada pembaca" not in do("try", request=asked.pk, channel="email", delivered="on")
    html = do("settle", request=asked.pk, becomes="answered", answer="Pabrik pindah.")
    assert "Sampaikan kepada pembaca" in html and "Pabrik pindah." in html
    form = client.get(
        f"{reverse('corrections:correct', args=[story.pk])}?kind=right_of_reply&reply={asked.pk}"
    )
    assert "Pabrik pindah." in form.content.decode()
    assert client.post(page, {"act": "dispatch"}).status_code in (302, 403)


def test_the_list_shows_what_waits(client):
    client.force_login(rina())
    a_request()
    a_live_story("Gempa di selatan", unverified=True)
    client.post("/koreksi/minta/", {
        "slip": slip("main", "127.0.0.1"),
        "wish": "reply", "address": "/x", "wrong": "Bukan kami.", "name": "Sari", "contact": "0812",
    })  # fmt: skip
    html = client.get(reverse("corrections:waiting")).content.decode()
    for words in ("PT Maju", "Gempa di selatan", "Sari"):
        assert words in html


def test_the_list_names_neither_the_draft_nor_the_complainant_of_another_desk(client):
    establish()
    city, sports = (Desk.objects.create(name=name, slug=name.lower()) for name in ("Kota", "Olahraga"))
    a_request(a_draft("Rahasia wali kota", section=a_section("Kota", desk=city)))
    live = a_live_story("Pasar dibuka", section=a_section("Kota"))
    client.post("/koreksi/minta/", {
        "slip": slip("main", "127.0.0.1"),
        "wish": "reply", "address": live.path, "wrong": "Bukan kami.", "name": "Sari", "contact": "0812",
    })  # fmt: skip
    for desk, seen in ((sports, False), (city, True), (None, True)):
        client.force_login(someone := User.objects.create_user(desk.slug if desk else "everywhere"))
        give(someone, Role.EDITOR, desk)
        html = client.get(reverse("corrections:waiting")).content.decode()
        assert ("Rahasia wali kota" in html, "Sari" in html) == (seen, seen)


def test_the_panel_beside_the_form_shows_the_clock_and_what_is_urged(client):
    client.force_login(rina())
    story = a_draft("Pabrik ditutup", may_harm=True)
    form = reverse("stories:edit", args=[story.pk])
    assert "belum ada yang dimintai tanggapan" in client.get(form).content.decode()
    a_request(story)
    html = client.get(form).content.decode()
    assert "PT Maju" in html and reverse("corrections:other-side", args=[story.pk]) in html
