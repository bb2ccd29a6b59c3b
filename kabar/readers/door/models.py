"""Sessions of readers, the keys that open them once, and the passes they are given."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kabar import clock
from kabar.passkeys import KeptPasskey

OWNER = "kabar_readers.Reader"


class ReaderSession(models.Model):
    """A device somebody is signed in on; only a digest of what its cookie says is here."""

    reader = models.ForeignKey(OWNER, on_delete=models.CASCADE, related_name="sessions")
    digest = models.CharField(max_length=64, unique=True)
    #: What its passes are numbered with, so that they can be refused before they run out.
    serial = models.CharField(max_length=22, unique=True)
    device = models.CharField(_("device"), max_length=80)
    how = models.CharField(max_length=40)
    begun = models.DateTimeField(default=clock.now)
    seen = models.DateTimeField(default=clock.now)
    ends = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("reader's session")
        verbose_name_plural = _("readers' sessions")
        ordering = ["-seen", "-id"]

    def __str__(self) -> str:
        return self.device


class OneTimeKey(models.Model):
    """What a mail carries: a link and a code that work once, for a quarter of an hour."""

    class Kind(models.TextChoices):
        SIGN_IN = "sign_in", _("sign-in")
        OLD_ADDRESS = "old_address", _("change of address, at the old one")
        NEW_ADDRESS = "new_address", _("change of address, at the new one")
        CHALLENGE = "challenge", _("what a passkey answered")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    paper = models.CharField(max_length=32)
    reader = models.ForeignKey(OWNER, null=True, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(max_length=254)
    #: Empty until its mail is written: the secret is made then, and is nowhere but in the mail.
    digest = models.CharField(max_length=64, null=True, unique=True)
    code = models.CharField(max_length=64, blank=True)
    browser = models.CharField(max_length=64, blank=True, db_index=True)
    leads_to = models.CharField(max_length=500, blank=True)
    made = models.DateTimeField(default=clock.now)
    ends = models.DateTimeField(db_index=True)
    used = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("one-time key")
        verbose_name_plural = _("one-time keys")

    def __str__(self) -> str:
        return f"{self.kind} {self.made}"


class Knock(models.Model):
    """Somebody asked for a mail, or tried a code; remembered for an hour, so that none floods or guesses."""

    kind = models.CharField(max_length=20)
    address = models.CharField(max_length=64)
    mailbox = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("knock")
        verbose_name_plural = _("knocks")
        indexes = [
            models.Index(fields=["address", "at"], name="knock_address"),
            models.Index(fields=["mailbox", "at"], name="knock_mailbox"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class ReaderPasskey(KeptPasskey):
    """A reader's passkey."""

    reader = models.ForeignKey(OWNER, on_delete=models.CASCADE, related_name="passkeys")

    class Meta:
        verbose_name = _("reader's passkey")
        verbose_name_plural = _("readers' passkeys")


class Identity(models.Model):
    """Who a reader is to somebody else who vouches for them."""

    reader = models.ForeignKey(OWNER, on_delete=models.CASCADE, related_name="identities")
    paper = models.CharField(max_length=32)
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("identity elsewhere")
        verbose_name_plural = _("identities elsewhere")
        constraints = [
            models.UniqueConstraint(fields=["paper", "issuer", "subject"], name="identity_of_one_reader")
        ]

    def __str__(self) -> str:
        return self.issuer


class RevokedPass(models.Model):
    """The serial of passes that open nothing any more, kept until the last of them could be shown."""

    serial = models.CharField(max_length=22, unique=True)
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("revoked pass")
        verbose_name_plural = _("revoked passes")

    def __str__(self) -> str:
        return self.serial
