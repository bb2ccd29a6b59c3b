"""The door's second question: asked of those who publish, skipped by no way, and good once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pyotp
import pytest
from django.test import Client
from django.urls import reverse

from kabar import clock
from kabar.staff import signin
from kabar.staff.factors import codes, door
from kabar.staff.models import AuditEntry, CodeApp, Desk, NewsroomSession, RecoveryCode, User
from kabar.staff.roles import Role, establish, give
from kabar.staff.tasks import forget_what_ended
from kabar.stories.testing import a_live_story

pytestmark = pytest.mark.django_db
WORD = "kopi-pahit-7"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def strict(settings):
    """A paper that asks for second factors, as a new one does; its passwords are quickly checked."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.PAPER = replace(settings.PAPER, newsroom=replace(settings.PAPER.newsroom, second_factor=True))


@pytest.fixture
def rina():
    return someone("rina", Role.CHIEF)


@pytest.fixture
def guarded(rina):
    """Rina with an app and a recovery code."""
    CodeApp.objects.create(user=rina, sealed=codes._seal(SECRET))
    rina.paper_codes = codes.new_recovery_codes(rina)
    return rina


def someone(name, role, desk=None):
    establish()
    user = User.objects.create_user(name, password=WORD, first_name=name.title())
    give(user, role, desk)
    return user


def give_word(name="rina", **more):
    client = Client()
    client.answer = client.post(reverse("wagtailadmin_login"), {"username": name, "password": WORD, **more})
    return client


def code(at=None):
    return pyotp.TOTP(SECRET).at(at or clock.now())


def is_in(client):
    return client.get(reverse("wagtailadmin_home")).status_code == 200


def test_a_writer_comes_in_by_password_and_an_editor_is_asked_for_more(rina):
    someone("ayu", Role.WRITER)
    assert is_in(give_word("ayu"))
    client = give_word("rina")
    assert client.answer["location"] == reverse("second_factor")
    assert not is_in(client)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_that_publishes_or_administers_is_asked(role):
    someone("rina", role)
    asked = give_word().answer["location"] == reverse("second_factor")
    assert asked == (role in {Role.EDITOR, Role.CHIEF, Role.ADMINISTRATOR})


def test_the_first_time_a_factor_is_set_up_and_recovery_codes_are_shown_once(rina):
    client = give_word()
    page = client.get(reverse("second_factor"), follow=True)
    assert page.redirect_chain[-1][0] == reverse("set_up_factor")
    assert "<svg" in page.content.decode()
    secret = page.context["secret"].replace(" ", "")
    wrong = client.post(reverse("set_up_factor"), {"code": "000000"})
    assert wrong.context["refusal"]
    assert wrong.context["secret"].replace(" ", "") == secret
    shown = client.post(reverse("set_up_factor"), {"code": pyotp.TOTP(secret).at(clock.now())})
    assert len(shown.context["codes"]) == codes.CODES
    assert is_in(client)
    assert secret not in CodeApp.objects.get().sealed
    assert not RecoveryCode.objects.filter(digest__in=shown.context["codes"]).exists()
    assert list(AuditEntry.objects.values_list("act", flat=True)[:2]) == ["recovery codes", "app added"]


def test_who_has_a_factor_gives_it_and_sets_up_no_other(guarded):
    client = give_word()
    answer = client.get(reverse("set_up_factor"))
    assert answer["location"] == reverse("second_factor")
    client.post(reverse("set_up_factor"), {"code": "123456"})
    assert CodeApp.objects.count() == 1
    assert client.post(reverse("second_factor"), {"code": code()})["location"] == reverse("wagtailadmin_home")
    assert is_in(client)


def test_a_code_opens_the_door_once(guarded):
    now = code()
    first, second = give_word(), give_word()
    first.post(reverse("second_factor"), {"code": now})
    second.post(reverse("second_factor"), {"code": now})
    assert is_in(first)
    assert not is_in(second)


def test_a_code_of_a_minute_ago_is_too_old(guarded):
    client = give_word()
    client.post(reverse("second_factor"), {"code": code(clock.now() - timedelta(seconds=61))})
    assert not is_in(client)


def test_a_recovery_code_opens_the_door_once_however_it_is_typed(guarded):
    paper = guarded.paper_codes[0]
    first, second = give_word(), give_word()
    first.post(reverse("second_factor"), {"recovery": f" {paper.upper().replace('-', ' ')}"})
    second.post(reverse("second_factor"), {"recovery": paper})
    assert is_in(first)
    assert not is_in(second)


def test_guessing_codes_makes_the_account_wait_wherever_it_comes_from(guarded):
    client = give_word()
    for number in range(signin.OF_ONE_ACCOUNT):
        client.post(
            reverse("second_factor"),
            {"code": f"{number:06}"},
            headers={"x-forwarded-for": f"203.0.113.{number}"},
        )
    client.post(reverse("second_factor"), {"code": code()})
    assert not is_in(client)


def test_the_session_changes_at_the_password_and_at_the_factor(guarded):
    client = Client()
    client.cookies["kabar_session"] = "dipasang-penyerang"
    client.post(reverse("wagtailadmin_login"), {"username": "rina", "password": WORD})
    at_the_door = client.cookies["kabar_session"].value
    client.post(reverse("second_factor"), {"code": code()})
    inside = client.cookies["kabar_session"].value
    assert len({"dipasang-penyerang", at_the_door, inside}) == 3
    assert not NewsroomSession.objects.filter(session_key=at_the_door).exists()


def test_who_waits_too_long_begins_again(guarded):
    client = give_word()
    session = client.session
    held = session[door.WAITING]
    late = datetime.fromisoformat(held["since"]) - door.PATIENCE - timedelta(seconds=1)
    session[door.WAITING] = {**held, "since": late.isoformat()}
    session.save()
    answer = client.post(reverse("second_factor"), {"code": code()})
    assert answer["location"] == reverse("wagtailadmin_login")


def test_a_new_password_sends_away_who_waits_with_the_old_one(guarded):
    client = give_word()
    guarded.set_password("lain-sekali-9")
    guarded.save()
    assert client.post(reverse("second_factor"), {"code": code()})["location"] == reverse(
        "wagtailadmin_login"
    )


def test_the_door_leads_nowhere_else(guarded):
    for evil in ("https://jahat.example/", "//jahat.example/", "/\\jahat.example"):
        client = give_word(next=evil)
        client.post(reverse("second_factor"), {"recovery": guarded.paper_codes.pop()})
        assert is_in(client)
        answer = client.post(f"{reverse('step_up')}?next={evil}", {"recovery": guarded.paper_codes.pop()})
        assert answer["location"] == reverse("wagtailadmin_home")


def test_a_session_by_password_alone_ends_when_its_owner_becomes_an_editor():
    ayu = someone("ayu", Role.WRITER)
    client = give_word("ayu")
    assert is_in(client)
    give(ayu, Role.EDITOR)
    assert not is_in(client)


def test_a_post_taken_and_an_account_closed_end_access_at_once():
    ayu = someone("ayu", Role.WRITER, Desk.objects.create(name="Global", slug="global"))
    client = give_word("ayu")
    ayu.posts.all().delete()
    ayu.groups.clear()
    assert not is_in(client)
    sekar = someone("sekar", Role.WRITER)
    client = give_word("sekar")
    User.objects.filter(pk=sekar.pk).update(is_active=False)
    assert not is_in(client)


def test_a_session_ends_after_twelve_hours_whatever_is_done_in_it(monkeypatch):
    someone("ayu", Role.WRITER)
    client = give_word("ayu", remember="on")
    begun = NewsroomSession.objects.get(user__username="ayu").expire_date
    session = client.session
    session["sesuatu"] = 1
    session.save()
    ends = NewsroomSession.objects.get(user__username="ayu").expire_date
    assert ends == begun
    assert timedelta(hours=11, minutes=59) < ends - clock.now() <= timedelta(hours=12)
    NewsroomSession.objects.update(expire_date=clock.now() - timedelta(seconds=1))
    assert not is_in(client)
    assert forget_what_ended.call() == 1


def enter(user, secret=SECRET):
    client = give_word(user.username)
    client.post(reverse("second_factor"), {"code": code()})
    return client


def stale(client):
    session = client.session
    session[door.GIVEN] = (clock.now() - timedelta(minutes=6)).isoformat()
    session.save()


def again(user):
    CodeApp.objects.filter(user=user).update(step=0)


def test_a_kill_asks_again_and_keeps_the_reason_meanwhile(guarded):
    story = a_live_story()
    client = enter(guarded)
    page = reverse("stories:kill", args=[story.pk])
    assert client.get(page).status_code == 200
    stale(client)
    answer = client.post(page, {"reason": "Salah orang", "ground": "trauma"})
    assert answer["location"].startswith(reverse("step_up"))
    story.refresh_from_db()
    assert story.live
    again(guarded)
    answer = client.post(answer["location"], {"code": code()})
    assert answer["location"] == page
    assert "Salah orang" in client.get(page).content.decode()
    client.post(page, {"reason": "Salah orang", "ground": "trauma"})
    story.refresh_from_db()
    assert not story.live


def test_someone_sees_and_ends_their_sessions_and_nobody_else_s(guarded):
    first = enter(guarded)
    again(guarded)
    second = enter(guarded)
    other = give_word(someone("ayu", Role.WRITER).username)
    key = first.cookies["kabar_session"].value
    assert key in second.get(reverse("own_keys")).content.decode()
    second.post(reverse("own_keys"), {"act": "end", "session": other.cookies["kabar_session"].value})
    second.post(reverse("own_keys"), {"act": "end", "session": key})
    assert [is_in(first), is_in(second), is_in(other)] == [False, True, True]


def test_the_last_factor_of_an_editor_stays_and_removing_asks_for_it_first(guarded):
    client = enter(guarded)
    client.post(reverse("own_keys"), {"act": "remove", "key": "app"})
    assert CodeApp.objects.exists()
    stale(client)
    answer = client.post(reverse("own_keys"), {"act": "codes"})
    assert answer["location"].startswith(reverse("step_up"))


def test_a_factor_set_up_by_choice_is_asked_for_too():
    ayu = someone("ayu", Role.WRITER)
    CodeApp.objects.create(user=ayu, sealed=codes._seal(SECRET))
    assert give_word("ayu").answer["location"] == reverse("second_factor")


def test_a_secret_sealed_with_a_lost_key_opens_nothing(guarded, settings):
    settings.SECRET_KEY = "yang-baru"
    assert not codes.app_answers(guarded, code())


@pytest.fixture
def dewi(rina):
    """An administrator who came in a moment ago."""
    user = someone("dewi", Role.ADMINISTRATOR)
    CodeApp.objects.create(user=user, sealed=codes._seal(SECRET))
    return enter(user)


def test_an_administrator_resets_a_lost_factor_and_its_sessions_end(dewi, guarded):
    lost = enter(guarded)
    dewi.post(reverse("person", args=[guarded.pk]), {"act": "reset"})
    assert not is_in(lost)
    assert not door.has(guarded)
    assert AuditEntry.objects.filter(act="factors reset").get().by.username == "dewi"


def test_an_invitation_sets_a_password_once_and_leads_to_the_door(dewi):
    sari = User.objects.create_user("sari", password=None)
    page = dewi.post(reverse("person", args=[sari.pk]), {"act": "invite"})
    link, guest = page.context["link"], Client()
    words = {"new_password1": WORD, "new_password2": WORD}
    assert "sari" in guest.get(link).content.decode()
    assert guest.post(link, {"new_password1": "123", "new_password2": "123"}).status_code == 200
    assert guest.post(link, words)["location"] == reverse("wagtailadmin_login")
    assert User.objects.get(pk=sari.pk).check_password(WORD)
    assert guest.post(link, words).status_code == 410
    assert link.rsplit("/", 2)[1] not in str(list(sari.invitations.values()))


def test_an_invitation_ends_after_three_days_and_with_the_next_one(dewi):
    sari = User.objects.create_user("sari", password=None)
    links = [dewi.post(reverse("person", args=[sari.pk]), {"act": "invite"}).context["link"] for _ in "ab"]
    assert Client().get(links[0]).status_code == 410
    assert Client().get(links[1]).status_code == 200
    sari.invitations.update(ends_at=clock.now() - timedelta(seconds=1))
    assert Client().get(links[1]).status_code == 410


def test_only_administrators_reach_another_s_keys(guarded):
    client = enter(guarded)
    sari = User.objects.create_user("sari", password=None)
    answer = client.post(reverse("person", args=[sari.pk]), {"act": "invite"})
    assert answer.status_code == 302
    assert not sari.invitations.exists()
