"""The newsroom's door: who comes in, who waits, and what each role finds behind it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kabar import clock
from kabar.staff import signin
from kabar.staff.models import AuditEntry, Desk, FailedSignIn, User
from kabar.staff.roles import Role, establish, give, role_of

pytestmark = pytest.mark.django_db
WORD = "kopi-pahit-7"


@pytest.fixture(autouse=True)
def quick(settings):
    """Passwords are quickly checked here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ayu():
    establish()
    user = User.objects.create_user("ayu", "ayu@example.id", WORD, first_name="Ayu", last_name="Lestari")
    give(user, Role.WRITER)
    return user


def knock(name, word, address="203.0.113.7", client=None):
    door = reverse("wagtailadmin_login")
    data = {"username": name, "password": word}
    return (client or Client()).post(door, data, headers={"x-forwarded-for": address})


def refusal(response):
    return [str(error) for error in response.context["form"].non_field_errors()]


def test_the_right_word_opens_the_door(ayu):
    assert knock("ayu", WORD).status_code == 302


def test_a_wrong_word_and_a_stranger_s_name_read_the_same(ayu):
    assert refusal(knock("ayu", "salah")) == refusal(knock("tidak-ada", "salah")) != []


def test_a_closed_account_reads_like_a_wrong_word(ayu):
    User.objects.filter(pk=ayu.pk).update(is_active=False)
    assert refusal(knock("ayu", WORD)) == refusal(knock("tidak-ada", "salah"))


def test_after_ten_failures_the_right_word_waits_too_and_others_do_not(ayu):
    for _ in range(signin.OF_ONE_ACCOUNT):
        knock("ayu", "salah")
    assert knock("ayu", WORD).status_code == 200
    assert knock("AYU ", WORD).status_code == 200
    assert knock("ayu", WORD, address="203.0.113.8").status_code == 302


def test_an_account_that_does_not_exist_waits_as_well(ayu):
    for _ in range(signin.OF_ONE_ACCOUNT):
        knock("tidak-ada", "salah")
        knock("ayu", "salah")
    assert refusal(knock("tidak-ada", "salah")) == refusal(knock("ayu", "salah"))


def test_many_names_from_one_address_wait(ayu, monkeypatch):
    monkeypatch.setattr(signin, "OF_ONE_ADDRESS", 5)
    for number in range(5):
        knock(f"nama-{number}", "salah")
    assert knock("ayu", WORD).status_code == 200


def test_after_ten_minutes_the_door_opens_again(ayu):
    for _ in range(signin.OF_ONE_ACCOUNT):
        knock("ayu", "salah")
    FailedSignIn.objects.update(at=clock.now() - timedelta(minutes=10, seconds=1))
    assert knock("ayu", WORD).status_code == 302


def test_an_address_sent_by_the_visitor_is_not_believed(ayu):
    for number in range(signin.OF_ONE_ACCOUNT):
        knock("ayu", "salah", address=f"198.51.100.{number}, 203.0.113.7")
    assert knock("ayu", WORD).status_code == 200


def test_the_door_leads_nowhere_else(ayu):
    door = reverse("wagtailadmin_login")
    answer = Client().post(door, {"username": "ayu", "password": WORD, "next": "https://jahat.example/"})
    assert answer["location"] == reverse("wagtailadmin_home")


def test_signing_out_closes_the_door(ayu):
    client = Client()
    client.force_login(ayu)
    client.post(reverse("wagtailadmin_logout"))
    assert client.get(reverse("wagtailadmin_home")).status_code == 302


DAILY = ("desk", "wire", "stories", "live", "schedule")
AROUND = ("images", "video", "topics", "series", "sections", "sources", "authors")


@pytest.mark.parametrize(
    ("role", "menu"),
    [
        (Role.WRITER, [*DAILY, *AROUND]),
        (Role.EDITOR, [*DAILY, "fronts", "corrections", *AROUND]),
        (Role.ADMINISTRATOR, [*DAILY, "fronts", "corrections", *AROUND, "desks", "users", "audit"]),
    ],
)
def test_the_menu_holds_what_a_newsroom_works_with(ayu, rf, role, menu):
    from wagtail.admin.menu import admin_menu

    give(ayu, role)
    # What a viewset puts into the menu is known when the addresses are.
    request = rf.get(reverse("wagtailadmin_home"))
    request.user = User.objects.get(pk=ayu.pk)
    assert [
        item.name for item in sorted(admin_menu.menu_items_for_request(request), key=lambda i: i.order)
    ] == menu


def test_a_role_replaces_the_one_before(ayu):
    give(ayu, Role.EDITOR)
    assert role_of(ayu) == Role.EDITOR
    assert list(ayu.groups.values_list("name", flat=True)) == ["editor"]


@pytest.mark.parametrize("role", [Role.WRITER, Role.EDITOR, Role.CHIEF])
def test_the_staff_and_the_record_are_for_administrators(ayu, role):
    give(ayu, role)
    client = Client()
    client.force_login(ayu)
    for page in ("wagtailusers_users:index", "wagtailusers_users:add", "desks:index", "audit:index"):
        assert client.get(reverse(page)).status_code == 302, page


@pytest.fixture
def dewi(ayu):
    user = User.objects.create_user("dewi", first_name="Dewi")
    give(user, Role.ADMINISTRATOR)
    client = Client()
    client.force_login(user)
    client.user = user
    return client


def account(**changes):
    return {"username": "sari", "first_name": "Sari", "last_name": "Dewanti", "email": "sari@example.id",
            "password1": WORD, "password2": WORD, "role": "editor", **changes}  # fmt: skip


def test_an_administrator_adds_someone_with_a_role(dewi):
    dewi.post(reverse("wagtailusers_users:add"), account())
    assert role_of(User.objects.get(username="sari")) == Role.EDITOR
    assert AuditEntry.objects.get(act="account").by == dewi.user


def test_an_administrator_gives_posts_at_desks(dewi):
    sport = Desk.objects.create(name="Olahraga", slug="olahraga")
    dewi.post(reverse("wagtailusers_users:add"), account(role="", **{f"desk_{sport.pk}": "editor"}))
    sari = User.objects.get(username="sari")
    assert [(post.desk, post.role) for post in sari.posts.all()] == [(sport, "editor")]
    assert list(sari.groups.values_list("name", flat=True)) == ["editor"]
    page = reverse("wagtailusers_users:edit", args=[sari.pk])
    dewi.post(page, account(role="observer", is_active="on", password1="", password2=""))
    assert [(post.desk, post.role) for post in sari.posts.all()] == [(None, "observer")]
    assert AuditEntry.objects.filter(act="account").first().details["posts"] == {
        "*": "observer",
        "olahraga": "",
    }
    assert "Pengamat" in dewi.get(reverse("wagtailusers_users:index")).content.decode()


def test_no_desk_makes_an_administrator(dewi):
    sport = Desk.objects.create(name="Olahraga", slug="olahraga")
    dewi.post(reverse("wagtailusers_users:add"), account(role="", **{f"desk_{sport.pk}": "administrator"}))
    assert not User.objects.filter(username="sari").exists()


def test_an_administrator_opens_a_desk_and_the_record_says_so(dewi):
    dewi.post(reverse("desks:add"), {"name": "Malam", "slug": "malam", "position": 3})
    assert Desk.objects.get().paper == "main"
    assert AuditEntry.objects.get(act="begin").by == dewi.user


def test_no_form_makes_a_superuser(dewi):
    dewi.post(reverse("wagtailusers_users:add"), account(is_superuser="on", groups=["1", "2", "3"]))
    made = User.objects.get(username="sari")
    assert not made.is_superuser
    assert list(made.groups.values_list("name", flat=True)) == ["editor"]


def test_a_superuser_s_account_is_closed_to_administrators(dewi):
    root = User.objects.create_superuser("root", "root@example.id", WORD)
    page = reverse("wagtailusers_users:edit", args=[root.pk])
    assert dewi.get(page).status_code == 302
    dewi.post(page, account(username="root", is_active="on"))
    root.refresh_from_db()
    assert root.check_password(WORD)
    assert root.email == "root@example.id"


def test_nobody_changes_their_own_role(dewi):
    dewi.post(reverse("wagtailusers_users:edit", args=[dewi.user.pk]),
              account(username="dewi", password1="", password2="", role="writer"))  # fmt: skip
    assert role_of(User.objects.get(username="dewi")) == Role.ADMINISTRATOR


def test_accounts_are_closed_not_deleted(dewi, ayu):
    assert dewi.post(f"/redaksi/users/delete/{ayu.pk}/").status_code in (302, 403, 404)
    for action in ("delete", "assign_role", "set_active_state"):
        assert dewi.post(f"/redaksi/bulk/kabar_staff/user/{action}/?id={ayu.pk}").status_code == 404
    assert User.objects.filter(pk=ayu.pk, is_active=True).exists()


def test_the_record_is_read_and_never_written(dewi):
    dewi.post(reverse("wagtailusers_users:add"), account())
    page = dewi.get(reverse("audit:index"))
    assert "Sari" in page.content.decode()
    assert dewi.post(reverse("audit:index")).status_code == 405
