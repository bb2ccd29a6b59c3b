"""Readers with an account, what they are entitled to, what they keep here, and what they agreed to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kabar import clock
from kabar.staff.models import Author
from kabar.stories.models import Story
from kabar.topics.models import Topic


class Reader(models.Model):
    """Somebody with an account at a paper; once erased, only the number is left of them."""

    paper = models.CharField(_("paper"), max_length=32, default="main")
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=8, default="id")
    joined = models.DateTimeField(_("joined"), default=clock.now)
    #: When they last looked at what they follow; what came since is unread.
    looked = models.DateTimeField(_("last looked at what they follow"), null=True, blank=True)
    #: When they asked to be erased, and when it was done; between the two they may think better of it.
    leaving = models.DateTimeField(_("asked to be erased"), null=True, blank=True, db_index=True)
    erased = models.DateTimeField(_("erased"), null=True, blank=True)

    class Meta:
        verbose_name = _("reader")
        verbose_name_plural = _("readers")
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "email"], name="reader_of_paper", condition=models.Q(erased=None)
            ),
            models.CheckConstraint(
                name="erased_reader_is_nobody",
                condition=models.Q(erased=None) | models.Q(email="", name=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or f"#{self.pk}"


class Entitlement(models.Model):
    """What a reader may have, from when to when and because of what."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="entitlements")
    name = models.CharField(_("name"), max_length=64)
    because = models.CharField(_("because of"), max_length=64)
    starts = models.DateTimeField(_("starts"))
    ends = models.DateTimeField(_("ends"), null=True, blank=True)
    revoked = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("entitlement")
        verbose_name_plural = _("entitlements")
        constraints = [
            models.UniqueConstraint(fields=["reader", "name", "because"], name="entitlement_because")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.because})"


class Bookmark(models.Model):
    """A story a reader keeps for later, on every device they are signed in on."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="bookmarks")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("saved"), default=clock.now)

    class Meta:
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["reader", "story"], name="bookmark_once")]

    def __str__(self) -> str:
        return str(self.story)


class Follow(models.Model):
    """A topic or an author whose news a reader wants to find again."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="follows")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Author, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("since"), default=clock.now)

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        constraints = [
            models.UniqueConstraint(fields=["reader", "topic"], name="follow_topic_once"),
            models.UniqueConstraint(fields=["reader", "author"], name="follow_author_once"),
            models.CheckConstraint(
                name="follow_one_thing",
                condition=models.Q(topic=None, author__isnull=False)
                | models.Q(author=None, topic__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.topic or self.author)


class Consent(models.Model):
    """One answer of a reader to one question; appended, never changed, and nothing in it names them."""

    reader = models.ForeignKey(Reader, on_delete=models.PROTECT, related_name="consents")
    at = models.DateTimeField(_("at"), default=clock.now)
    what = models.CharField(_("what for"), max_length=64)
    given = models.BooleanField(_("given"))
    words = models.TextField(_("the words that were shown"))
    how = models.CharField(_("how"), max_length=64)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.what}: {self.given}"


from kabar.readers.door.models import (  # noqa: E402  they belong to readers, who stand above
    Identity,
    Knock,
    OneTimeKey,
    ReaderPasskey,
    ReaderSession,
    RevokedPass,
)

__all__ = [
    "Bookmark",
    "Consent",
    "Entitlement",
    "Follow",
    "Identity",
    "Knock",
    "OneTimeKey",
    "Reader",
    "ReaderPasskey",
    "ReaderSession",
    "RevokedPass",
]
