"""Accounts of the newsroom, the bylines on its stories, and its audit record."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Someone with a key to the newsroom."""

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class Desk(models.Model):
    """A part of the newsroom that answers for some sections of a paper."""

    paper = models.CharField(_("paper"), max_length=32, default="main")
    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("slug"), max_length=60)
    position = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        verbose_name = _("desk")
        verbose_name_plural = _("desks")
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["paper", "slug"], name="desk_of_paper")]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What someone is at a desk, the least first; `staff.roles` says what each may do."""

    OBSERVER = "observer", _("Observer")
    WRITER = "writer", _("Writer")
    SUBEDITOR = "subeditor", _("Subeditor")
    EDITOR = "editor", _("Editor")
    CHIEF = "chief", _("Editor-in-chief")
    ADMINISTRATOR = "administrator", _("Administrator")


class Post(models.Model):
    """The role someone holds at a desk, or at every desk when none is named."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.CASCADE, related_name="posts"
    )
    desk = models.ForeignKey(
        Desk, verbose_name=_("desk"), null=True, blank=True, on_delete=models.CASCADE, related_name="posts"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(fields=["user", "desk"], name="one_post_at_a_desk"),
            models.UniqueConstraint(
                fields=["user"], name="one_post_at_every_desk", condition=models.Q(desk=None)
            ),
            models.CheckConstraint(
                name="administrators_at_every_desk",
                condition=models.Q(desk=None) | ~models.Q(role=Role.ADMINISTRATOR),
            ),
        ]

    def __str__(self) -> str:
        where = self.desk or _("every desk")
        return f"{self.user}: {self.get_role_display()}, {where}"


class Author(models.Model):
    """A name that stands on stories, with or without an account."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    role_title = models.CharField(_("position"), max_length=120, blank=True)
    beat = models.CharField(
        _("beat"),
        max_length=200,
        blank=True,
        help_text=_("What they cover, parted by commas: courts, villages."),
    )
    bio = models.TextField(_("about"), blank=True)
    email = models.EmailField(_("public e-mail"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def beats(self) -> list[str]:
        """Return what they cover, one by one."""
        return [beat for each in self.beat.split(",") if (beat := each.strip())]


class AuditEntry(models.Model):
    """One act of the newsroom; appended in its transaction, sealed into the chain, never changed."""

    at = models.DateTimeField(_("at"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    act = models.CharField(_("act"), max_length=40)
    subject_type = models.CharField(_("kind of subject"), max_length=40)
    subject_id = models.CharField(_("subject"), max_length=40)
    summary = models.CharField(_("summary"), max_length=300)
    details = models.JSONField(_("details"), default=dict)
    number = models.BigIntegerField(_("place in the chain"), null=True, unique=True)
    seal = models.CharField(_("seal"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_subject"),
            models.Index(fields=["id"], name="audit_unsealed", condition=models.Q(seal="")),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.subject_type} {self.subject_id}"


class FailedSignIn(models.Model):
    """A sign-in that was refused, remembered for ten minutes."""

    account = models.CharField(max_length=150)
    address = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("failed sign-in")
        verbose_name_plural = _("failed sign-ins")
        indexes = [models.Index(fields=["address", "at"], name="failed_sign_in_address")]

    def __str__(self) -> str:
        return f"{self.account} {self.at}"


from kabar.staff.factors.models import (  # noqa: E402  they belong to accounts, which stand above
    CodeApp,
    Invitation,
    NewsroomSession,
    Passkey,
    RecoveryCode,
)

__all__ = [
    "AuditEntry",
    "Author",
    "CodeApp",
    "Desk",
    "FailedSignIn",
    "Invitation",
    "NewsroomSession",
    "Passkey",
    "Post",
    "RecoveryCode",
    "Role",
    "User",
]
