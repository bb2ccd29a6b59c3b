"""kabar.toml and the environment become one frozen paper, or one line says what to mend."""

import re
import stat
from dataclasses import FrozenInstanceError

import pytest

from kabar.config import PaperError, folder_in_use, load


@pytest.fixture
def write(tmp_path):
    """Write a paper's settings and give its folder."""

    def _write(text=""):
        (tmp_path / "kabar.toml").write_text(text, "utf-8")
        return tmp_path

    return _write


def refused(folder, **environ):
    with pytest.raises(PaperError) as caught:
        load(folder, environ)
    line = str(caught.value)
    assert "\n" not in line
    return line


def test_an_empty_file_is_a_paper_with_every_default(write):
    paper = load(write(), {})
    assert (paper.name, paper.language, paper.zone) == ("Kabar", "id", "Asia/Jakarta")
    assert paper.words.newsroom == "redaksi"
    assert paper.database.url.startswith("sqlite:///")


def test_what_the_file_says_is_taken(write):
    paper = load(
        write('[paper]\nname = "Pos Desa"\nhosts = ["www.posdesa.id"]\n[newsstand]\nport = 81\n'), {}
    )
    assert (paper.name, paper.hosts, paper.newsstand.port) == ("Pos Desa", ("www.posdesa.id",), 81)


def test_a_paper_once_loaded_does_not_change(write):
    with pytest.raises(FrozenInstanceError):
        load(write(), {}).name = "Lain"


def test_a_folder_without_a_paper_says_how_to_found_one(tmp_path):
    assert "kabar init" in refused(tmp_path)


def test_broken_toml_is_refused_with_its_line(write):
    assert "line 2" in refused(write('[paper]\nname = "Pos\n'))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[papper]\n", "[papper]"),
        ('[paper]\nnme = "x"\n', "'nme'"),
        ("[newsstand]\nprot = 1\n", "'prot'"),
        ("paper = 3\n", "[paper]"),
        ("papers = 3\n", "[papers.desa]"),
    ],
)
def test_what_is_unknown_is_refused_by_name(write, text, named):
    assert named in refused(write(text))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[paper]\nname = 3\n", "[paper] name"),
        ('[paper]\ndebug = "maybe"\n', "[paper] debug"),
        ('[newsstand]\nport = "eighty"\n', "[newsstand] port"),
        ("[newsstand]\nport = 80.5\n", "[newsstand] port"),
        ("[newsstand]\nport = true\n", "[newsstand] port"),
        ("[paper]\nhosts = [1]\n", "[paper] hosts"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_by_its_key(write, text, named):
    assert named in refused(write(text))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[paper]\nlanguage = "jv"\n', "language"),
        ('[paper]\nzone = "Asia/Bandung"\n', "Asia/Bandung"),
        ('[paper]\nkey = "Pos Desa"\n', "key"),
        ('[paper]\naddress = "posdesa.id"\n', "address"),
        ('[paper]\naddress = "https://posdesa.id/"\n', "address"),
        ("[newsstand]\nport = 70000\n", "port"),
        ("[newsstand]\nprocesses = 0\n", "processes"),
        ('[database]\nurl = "mysql://x"\n', "database"),
        ('[mail]\nurl = "imap://x"\n', "mail"),
        ('[newsroom]\nreview = "six_eyes"\n', "four_eyes"),
        ("[readers]\nstay_days = 0\n", "stay_days"),
        ("[readers]\nproviders = 3\n", "[readers.providers]"),
        ('[readers.providers.desa]\nissuer = "http://desa.id"\n', "issuer must begin with https://"),
        ('[readers.providers.desa]\nissuer = "https://desa.id"\n', "client_id is missing"),
        ('[readers.providers."Kartu Desa"]\n', "small letters"),
        ('[readers.providers.desa]\nclient_secret_file = "tidak.ada"\n', "tidak.ada cannot be read"),
        ('[metering]\naccess = "semua"\n', "must be one of open, metered, members"),
        ("[metering]\ngift_days = 0\n", "gift_days must be from 1 to 366"),
        ('[metering.crawlers.google]\nagent = "Googlebot"\n', "needs agent and hosts"),
        ('[metering.crawlers.g]\nagent = "G"\nhosts = ["com"]\n', "must be the end of a name"),
        ('[words]\ntopic = "Topik Besar"\n', "topic"),
        ('[words]\ntopic = "cari"\n', "cari"),
    ],
)
def test_a_value_that_cannot_work_is_refused(write, text, named):
    assert named in refused(write(text))


def test_who_vouches_for_readers_has_a_secret_in_a_file_that_is_not_printed(write):
    desa = 'issuer = "https://desa.id"\nclient_id = "x"\nclient_secret_file = "rahasia"\n'
    folder = write(f"[readers.providers.desa]\n{desa}")
    (folder / "rahasia").write_text("sangat rahasia\n")
    paper = load(folder, {})
    assert [(each.name, each.client_secret) for each in paper.providers] == [("desa", "sangat rahasia")]
    assert "sangat rahasia" not in repr(paper)


def test_an_english_paper_has_english_words_unless_it_chose_its_own(write):
    paper = load(write('[paper]\nlanguage = "en"\n[words]\ntopic = "subject"\n'), {})
    assert (paper.words.topic, paper.words.date, paper.words.newsroom) == ("subject", "archive", "newsroom")


def test_the_environment_wins_over_the_file(write):
    folder = write('[paper]\nname = "Pos Desa"\n')
    environ = {
        "KABAR_PAPER_NAME": "Pos Kota",
        "KABAR_NEWSSTAND_PORT": "9000",
        "KABAR_PAPER_DEBUG": "yes",
        "KABAR_PAPER_HOSTS": "a.id, b.id",
    }
    paper = load(folder, environ)
    assert (paper.name, paper.newsstand.port, paper.debug) == ("Pos Kota", 9000, True)
    assert paper.hosts == ("a.id", "b.id")


def test_a_secret_may_come_from_a_file(write, tmp_path):
    secret = tmp_path / "database_url"
    secret.write_text("postgres://kabar:rahasia@db/kabar\n")
    paper = load(write(), {"KABAR_DATABASE_URL_FILE": str(secret)})
    assert paper.database.url == "postgres://kabar:rahasia@db/kabar"


def test_a_secret_file_that_is_missing_is_refused_by_its_variable(write):
    assert "KABAR_DATABASE_URL_FILE" in refused(write(), KABAR_DATABASE_URL_FILE="/does/not/exist")


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(write):
    folder = write()
    first, second = load(folder, {}), load(folder, {})
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 50
    assert stat.S_IMODE((folder / "var" / "secret_key").stat().st_mode) == 0o600


def test_the_secret_key_does_not_stand_in_a_papers_description(write):
    paper = load(write(), {})
    assert paper.secret_key not in repr(paper)


def test_a_secret_key_from_the_environment_is_not_written_down(write):
    folder = write()
    assert load(folder, {"KABAR_SECRET_KEY": "x" * 60}).secret_key == "x" * 60
    assert not (folder / "var").exists()


def test_the_folder_is_the_environments_or_the_current_one():
    assert str(folder_in_use({"KABAR_PAPER": "/srv/pos"})) == "/srv/pos"
    assert str(folder_in_use({})) == "."


def test_gateways_have_tables_of_their_own_and_keep_their_secrets_in_files(tmp_path):
    (tmp_path / "kunci").write_text("SB-Mid-server-x\n")
    (tmp_path / "kabar.toml").write_text(
        '[membership]\ntax_percent = 11\n[membership.gateways.midtrans]\nkey_file = "kunci"\nsandbox = true\n'
    )
    paper = load(tmp_path, {})
    (midtrans,) = paper.gateways
    assert (midtrans.name, midtrans.key, midtrans.sandbox) == ("midtrans", "SB-Mid-server-x", True)
    assert paper.membership.tax_percent == 11.0
    assert "SB-Mid" not in repr(paper)


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("[membership.gateways.paypal]\nkey='x'", "known are midtrans, stripe, xendit"),
        ("[membership.gateways.midtrans]", "key is missing"),
        ("[membership.gateways.stripe]\nkey='x'", "token is missing"),
        ("[membership.gateways.midtrans]\nkey='x'\nkunci='y'", "unknown key 'kunci'"),
        ("[membership.gateways.midtrans]\nkey_file='tiada'", "tiada cannot be read"),
        ("[membership.gateways.midtrans]\nkey='x'\naddress='localhost'", "must begin with https://"),
        ("[membership]\ngateways='x'", "must hold one table a service"),
        ("[membership]\ncurrency='Rp'", "three capital letters"),
        ("[membership]\ntax_percent=100", "between 0 and 100"),
        ("[membership]\ngrace_days=90", "between 0 and 60"),
        ("[membership]\nbank='BNI'", "bank_account and bank_holder"),
    ],
)
def test_terms_of_membership_that_cannot_work_are_refused_by_name(tmp_path, written, named):
    (tmp_path / "kabar.toml").write_text(written)
    with pytest.raises(PaperError, match=re.escape(named)):
        load(tmp_path, {})


def test_crawlers_are_read_with_where_they_come_from(write):
    paper = load(write('[metering.crawlers.google]\nagent = "Googlebot"\nhosts = [".googlebot.com"]\n'), {})
    assert [(each.name, each.hosts) for each in paper.crawlers] == [("google", (".googlebot.com",))]
