"""The form of a clip: a file or an address, its credit, its words."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from kabar.pictures.darkroom import Unprintable
from kabar.video import services
from kabar.video.embeds import check_embed
from kabar.video.models import Clip

#: Bytes of one clip.
MOST = 200 * 1024 * 1024
LONGEST_CAPTIONS = 1024 * 1024


class ClipForm(WagtailAdminModelForm):
    """Asks for what a desk must know before it shows a clip."""

    def clean_captions(self) -> Any:
        """Take captions that are WebVTT and nothing else."""
        sent = self.cleaned_data.get("captions")
        if not isinstance(sent, UploadedFile):
            return sent
        text = sent.read(LONGEST_CAPTIONS + 1)
        sent.seek(0)
        if len(text) > LONGEST_CAPTIONS or not text.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
            raise ValidationError(_("Captions are a WebVTT file, whose first line begins with WEBVTT."))
        sent.name = f"{PurePosixPath(sent.name or '').stem[:80] or 'teks'}.vtt"
        return sent

    def clean_file(self) -> Any:
        """Refuse a file that is too big before anything looks at it."""
        sent = self.cleaned_data.get("file")
        if isinstance(sent, UploadedFile) and (sent.size or 0) > MOST:
            raise ValidationError(
                _("This file has %(size)s; clips may have %(most)s. Make it smaller and send it again.")
                % {"size": filesizeformat(sent.size or 0), "most": filesizeformat(MOST)}
            )
        return sent

    def clean(self) -> dict[str, Any]:
        """Ask for a file or an address, one of them."""
        said = super().clean() or self.cleaned_data
        if bool(said.get("file")) == bool(said.get("address")) and not self.errors:
            raise ValidationError(_("Send a file or write an address: one of the two."))
        if said.get("address"):
            try:
                check_embed(said["address"])
            except ValidationError as refused:
                self.add_error("address", refused)
        return said

    def _post_clean(self) -> None:
        super()._post_clean()
        sent = self.cleaned_data.get("file")
        if isinstance(sent, UploadedFile) and not self.errors:
            self._look_at(sent)

    def _look_at(self, sent: UploadedFile) -> None:
        clip: Clip = self.instance
        try:
            if hasattr(sent, "temporary_file_path"):
                services.look_at(clip, Path(sent.temporary_file_path()), by=self.for_user)
            else:
                with NamedTemporaryFile(prefix="kabar-") as kept:
                    kept.write(sent.read())
                    kept.flush()
                    sent.seek(0)
                    services.look_at(clip, Path(kept.name), by=self.for_user)
        except Unprintable as reason:
            self.add_error("file", ValidationError(str(reason)))
            return
        clip.file.name = f"{PurePosixPath(sent.name or '').stem[:80] or 'klip'}.{clip.kind}"

    class Meta:
        widgets = {
            "caption": forms.Textarea(attrs={"rows": 2}),
            "transcript": forms.Textarea(attrs={"rows": 8}),
        }
