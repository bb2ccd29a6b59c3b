"""What a publisher may set, as frozen values with their defaults and meanings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


#: A Host header: a name or a bracketed IPv6 address, and perhaps a port.
HOST = re.compile(r"(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")
PORT = re.compile(r":[0-9]{1,5}$")


class PaperError(Exception):
    """One line for the publisher: the file, the key, what is wrong and what to do."""


def setting(default: T, meaning: str) -> T:
    """Declare a setting with its default and its meaning; the reference page is made from these."""
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True)
class Words:
    """The words that appear in addresses."""

    topic: str = setting("topik", "first part of a topic's address")
    author: str = setting("penulis", "first part of an author's address")
    search: str = setting("cari", "address of the search page")
    date: str = setting("arsip", "first part of a day's address")
    about: str = setting("tentang", "address of the page about the paper")
    imprint: str = setting("susunan-redaksi", "address of the imprint")
    policy: str = setting("cara-kami-bekerja", "address of the page about how the paper works")
    corrections: str = setting("koreksi", "address of the public record of corrections and withdrawals")
    corrections_ask: str = setting(
        "minta", "after the corrections' address: where readers ask for a correction or a reply"
    )
    corrections_policy: str = setting(
        "kebijakan", "after the corrections' address: how the paper corrects itself"
    )
    guidelines: str = setting("pedoman-media-siber", "address of the guideline for cyber media")
    newsroom: str = setting("redaksi", "address of the newsroom")
    account: str = setting("akun", "address of readers' accounts")
    membership: str = setting("langganan", "address of the page on which memberships are offered")
    page: str = setting("halaman", "query parameter that numbers the pages of a list")

    def reserved(self) -> frozenset[str]:
        """Return the words that no section may be called."""
        return frozenset(
            {self.topic, self.author, self.search, self.date, self.about, self.imprint, self.newsroom}
            | {self.policy, self.corrections, self.guidelines, self.account, self.membership}
            | {"static", "media", "rss.xml", "robots.txt", "sitemap.xml", "sitemap-news.xml"}
            | {"atom.xml", "feed.json", "oembed", "llms.txt", "indexnow.txt", "offline", "sw.js", "api"}
            | {"ads.txt", "sellers.json"}
        )


ENGLISH_WORDS = {
    "topic": "topic",
    "author": "author",
    "search": "search",
    "date": "archive",
    "about": "about",
    "imprint": "imprint",
    "policy": "how-we-work",
    "corrections": "corrections",
    "corrections_ask": "ask",
    "corrections_policy": "policy",
    "guidelines": "cyber-media-guidelines",
    "newsroom": "newsroom",
    "account": "account",
    "membership": "membership",
    "page": "page",
}


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who answers for the paper; shown on its imprint page."""

    publisher: str = setting("", "legal name of the publisher")
    editor_in_chief: str = setting("", "who answers for the contents")
    street: str = setting("", "street and number of the office")
    city: str = setting("", "town, postal code and country of the office")
    email: str = setting("", "address for readers' mail, replies and corrections")
    phone: str = setting("", "the newsroom's telephone")
    founded: str = setting("", "when the paper was founded")


@dataclass(frozen=True, slots=True)
class Database:
    """Where the newsroom keeps its stories."""

    url: str = setting("sqlite:///var/kabar.sqlite3", "sqlite:///path or postgres://user:password@host/name")


@dataclass(frozen=True, slots=True)
class Newsstand:
    """How copies are handed out."""

    bind: str = setting("127.0.0.1", "address the newsstand listens on; 0.0.0.0 for every interface")
    port: int = setting(8000, "port the newsstand listens on")
    processes: int = setting(1, "newsstand processes sharing the port; one core each")
    hot_megabytes: int = setting(32, "memory of each process for the copies most asked for")
    rack_megabytes: int = setting(1024, "disk space for printed plates; the oldest make room")
    lite: bool = setting(
        True, "offer a data-saver edition: by a link on each page, and at once to browsers that save data"
    )
    patience: float = setting(2.0, "seconds a reader waits for a fresh print before an older one is served")
    trusted_proxies: tuple[str, ...] = setting(
        (), "addresses of your own front proxies, whose X-Forwarded-For and -Proto are believed"
    )


@dataclass(frozen=True, slots=True)
class Newsroom:
    """How the newsroom works, and who comes in."""

    review: str = setting(
        "none", "four_eyes lets nothing go to press before somebody other than its last writer approved it"
    )
    second_factor: bool = setting(
        True, "ask a passkey or a code, besides the password, of everyone who may publish or administer"
    )


@dataclass(frozen=True, slots=True)
class Mail:
    """How the paper sends mail."""

    url: str = setting("", "smtp://user:password@host:587 or smtps://…; empty writes mail into var/mail")
    sender: str = setting("", "the From address; empty uses redaksi@ and the paper's host")


@dataclass(frozen=True, slots=True)
class Readers:
    """Accounts of readers."""

    stay_days: int = setting(180, "days a reader stays signed in on a device after its last use")


@dataclass(frozen=True, slots=True)
class Advertising:
    """What stands in the boxes besides your own campaigns, and what others may look up about it."""

    closed_hours: int = setting(24, "hours for which a place stays empty on a device where its ad was closed")
    asks_a_day: int = setting(
        3, "how often a day one device is asked to read without advertising; 0 for never"
    )
    network: str = setting("", "name of an outside network; its tag fills what your campaigns leave empty")
    network_tag: str = setting("", "path of a file with the network's HTML tag, run in a frame of its own")
    network_hosts: tuple[str, ...] = setting((), "https://… addresses the network's tag may load from")
    tcf_cmp: int = setting(
        0, "your number as a consent manager in the IAB's framework; 0 sends no TCF string"
    )
    tcf_vendors: tuple[str, ...] = setting((), "numbers of the vendors asked for in the TCF string")
    ads_txt: tuple[str, ...] = setting((), "lines of ads.txt, one for each seller of your space")
    sellers: tuple[str, ...] = setting(
        (), "sellers of sellers.json, each “number, PUBLISHER or INTERMEDIARY or BOTH, domain, name”"
    )


@dataclass(frozen=True, slots=True)
class Metering:
    """Which stories are read to the end by whom, and how strangers come to read more."""

    access: str = setting(
        "open", "who reads stories to the end whose section does not say: open, metered or members"
    )
    open_paragraphs: int = setting(
        3, "how many blocks of a closed story everybody reads when it has no mark of its own"
    )
    stories_a_month: int = setting(3, "how many metered stories a stranger reads to the end in a month")
    gifts_a_month: int = setting(10, "how many stories a member may give away in a month")
    gift_days: int = setting(14, "days for which a given story stays open")


@dataclass(frozen=True, slots=True)
class Crawler:
    """A machine that may read members' stories, known by where it comes from."""

    name: str
    agent: str = setting("", "a word that its User-Agent holds, such as Googlebot")
    hosts: tuple[str, ...] = setting(
        (), "ends of the host names its addresses have, such as .googlebot.com; asked both ways in DNS"
    )


@dataclass(frozen=True, slots=True)
class Syndication:
    """How the paper is found and quoted."""

    full_text: bool = setting(True, "feeds carry whole stories, without pictures that have terms of use")
    ai_use: str = setting(
        "search",
        "what machines may do with stories: allow, search (find and quote, not learn from) or refuse; "
        "said alike in robots.txt, headers, pages and tdmrep.json",
    )
    indexnow_key: str = setting("", "your key of IndexNow, 8 to 128 letters and digits; empty tells nobody")
    websub_hub: str = setting("", "address of a WebSub hub that is told of news; empty tells nobody")

    @property
    def reserved(self) -> bool:
        """Whether learning from the paper by machine is reserved, as TDMRep calls it."""
        return self.ai_use != "allow"


@dataclass(frozen=True, slots=True)
class Feed:
    """One place agency copy comes from."""

    name: str
    address: str = setting(
        "",
        "https://… · a folder's path · imaps://user@host/INBOX · ftps:// sftp://user@host/folder · push",
    )
    agency: str = setting("", "the agency's name, for copy that does not say it")
    paper: str = setting("", "key of the paper it is for; empty is the main paper")
    every: int = setting(300, "seconds from one asking to the next")
    budget: int = setting(20, "seconds one asking may take")
    megabytes: int = setting(20, "how much one asking may bring")
    password: str = setting("", "password, or the token that a push must carry")
    password_file: str = setting("", "path of a file that holds the password or token")
    key_file: str = setting("", "SFTP: path of a private key to sign in with; password then opens the key")
    host_keys: tuple[str, ...] = setting(
        (), "SFTP: fingerprints (SHA256:…) of the keys its server may show, as the agency names them"
    )
    pictures: bool = setting(True, "fetch the pictures that its items name or that lie beside them")
    subscribe: bool = setting(True, "where a web feed names a WebSub hub, have the hub tell of news at once")
    inside: bool = setting(False, "the address may lie in your own network")

    @property
    def kind(self) -> str:
        """Return which feeder asks it, by its address."""
        scheme = self.address.partition("://")[0] if "://" in self.address else ""
        if self.address == "push":
            return "push"
        return FEEDERS.get(scheme, "folder")


@dataclass(frozen=True, slots=True)
class Provider:
    """Somebody else who vouches for readers, by OpenID Connect."""

    name: str
    title: str = setting("", "what the button says after “Go on with”; empty is the table's name")
    issuer: str = setting("", "the issuer, https://…, exactly as it names itself")
    client_id: str = setting("", "the number it gave your paper")
    client_secret: str = setting("", "the secret it gave your paper")
    client_secret_file: str = setting("", "path of a file that holds the secret")
    inside: bool = setting(False, "the issuer may lie in your own network, and be asked without https")


#: Ways to pay that the paper knows, besides a bank transfer and vouchers.
GATEWAYS = ("midtrans", "stripe", "xendit")


@dataclass(frozen=True, slots=True)
class MembershipTerms:
    """What members pay in, to whom, and how long the paper waits for them."""

    currency: str = setting("IDR", "currency of your prices where a plan has several: IDR, USD, …")
    seller: str = setting("", "who sells, as invoices print it; empty uses the publisher of the imprint")
    tax_number: str = setting("", "the seller's tax number (NPWP), for invoices")
    tax_name: str = setting("PPN", "name of the tax that is in your prices")
    tax_percent: float = setting(0.0, "per cent of that tax; prices include it, invoices show it; 0 for none")
    bank: str = setting("", "bank at which readers pay by transfer; empty takes no transfers")
    bank_account: str = setting("", "number of the account")
    bank_holder: str = setting("", "name the account is held in")
    grace_days: int = setting(3, "days a member who has not renewed keeps reading before it ends")


@dataclass(frozen=True, slots=True)
class Gateway:
    """One payment service that takes readers' money for the paper."""

    name: str
    key: str = setting("", "the secret key: Midtrans' server key, Xendit's and Stripe's secret key")
    key_file: str = setting("", "path of a file that holds the key")
    token: str = setting("", "Xendit's webhook verification token, Stripe's signing secret (whsec_…)")
    token_file: str = setting("", "path of a file that holds the token")
    sandbox: bool = setting(False, "ask the service's sandbox, where no money moves")
    address: str = setting("", "ask this address in place of the service's own, such as a stand-in's")
    inside: bool = setting(False, "the address may lie in your own network")


#: The feeder of each scheme; an address without one is a folder.
FEEDERS = {
    "http": "web", "https": "web", "imap": "mail", "imaps": "mail", "ftp": "files", "ftps": "files",
    "sftp": "sftp",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """A publication: its face, its addresses, its folder."""

    folder: Path
    key: str = setting("main", "short name in the database; never change it once stories exist")
    name: str = setting("Kabar", "the nameplate")
    tagline: str = setting("", "the line under the nameplate")
    language: str = setting("id", "language of the pages and the newsroom: id or en")
    zone: str = setting("Asia/Jakarta", "home time zone, an IANA name")
    address: str = setting("http://localhost:8000", "public address, without a slash at the end")
    hosts: tuple[str, ...] = setting((), "further host names readers may use")
    reading_time: bool = setting(False, "print above a story how many minutes it takes to read")
    debug: bool = setting(False, "show errors in the browser; never on a public server")
    words: Words = field(default_factory=Words)
    imprint: Imprint = field(default_factory=Imprint)
    database: Database = field(default_factory=Database)
    newsstand: Newsstand = field(default_factory=Newsstand)
    mail: Mail = field(default_factory=Mail)
    newsroom: Newsroom = field(default_factory=Newsroom)
    readers: Readers = field(default_factory=Readers)
    metering: Metering = field(default_factory=Metering)
    syndication: Syndication = field(default_factory=Syndication)
    membership: MembershipTerms = field(default_factory=MembershipTerms)
    advertising: Advertising = field(default_factory=Advertising)
    secret_key: str = field(default="", repr=False)
    sisters: tuple[Paper, ...] = ()
    feeds: tuple[Feed, ...] = field(default=(), repr=False)
    providers: tuple[Provider, ...] = field(default=(), repr=False)
    crawlers: tuple[Crawler, ...] = field(default=(), repr=False)
    gateways: tuple[Gateway, ...] = field(default=(), repr=False)

    def parameters(self, path: str) -> tuple[str, ...]:
        """Return the query parameters that make another page of an address."""
        return ("cursor",) if path.startswith("/api/") else (self.words.page,)

    @property
    def var(self) -> Path:
        """Folder of everything Kabar writes."""
        return self.folder / "var"

    @property
    def media(self) -> Path:
        """Folder of pictures: `originals` are private, `public` holds what live stories use."""
        return self.var / "media"

    @property
    def plates(self) -> Path:
        """Folder of the rack and the generations; may be deleted at any time."""
        return self.var / "plates"

    @property
    def static(self) -> Path:
        """Folder of collected styles and scripts."""
        return self.var / "static"

    @property
    def run(self) -> Path:
        """Folder of sockets."""
        return self.var / "run"

    @property
    def masthead(self) -> Path:
        """Folder of the paper's own theme."""
        return self.folder / "masthead"

    @property
    def papers(self) -> tuple[Paper, ...]:
        """This paper and its sisters on the same installation."""
        return (self, *self.sisters)

    @property
    def host(self) -> str:
        """Host name (with port) of the public address."""
        return self.address.split("://", 1)[-1]

    def for_host(self, host: str) -> Paper | None:
        """Return the paper that answers under a Host header, or None for a stranger's name."""
        name = host.lower()
        if not HOST.fullmatch(name):
            return None
        bare = PORT.sub("", name)
        for wanted in (name, bare, bare.rstrip(".")):
            for paper in self.papers:
                if wanted in paper.host_names():
                    return paper
        return None

    def host_names(self) -> frozenset[str]:
        """Return every host name this paper answers to, with and without its port."""
        own = self.host.lower()
        named = {own, own.rsplit(":", 1)[0], *(host.lower() for host in self.hosts)}
        if {"localhost", "127.0.0.1"} & named:
            named |= {"localhost", "127.0.0.1", "[::1]"}
        return frozenset(named)

    def for_key(self, key: str) -> Paper:
        """Return the paper of a key; raise KeyError when the installation has none such."""
        for paper in self.papers:
            if paper.key == key:
                return paper
        raise KeyError(key)
