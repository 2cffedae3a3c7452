"""Caps uploads while they arrive, so that an oversized file costs no disk and gets a sentence."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

TOO_LARGE = "huiyin.upload_too_large"


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Writes to disk as Django's own handler does, and stops at the limit.

    The form then finds `request.META["huiyin.upload_too_large"]` and no file, and says so.
    """

    declared = 0

    # Any: Django passes its request's raw stream and META here.
    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any, **named: Any) -> None:
        """Keep the declared length. Django handles a refusal only once a file has begun, not here."""
        self.declared = content_length

    def new_file(self, *args: Any, **named: Any) -> None:  # Any: passed through to Django
        """Refuse by the declared length, before anything is written; nobody can send more than they declared."""
        if self.declared > settings.UPLOAD_LIMIT:
            if self.request is not None:
                self.request.META[TOO_LARGE] = True
            # The rest is read and thrown away: a browser that is cut off shows its own error, not our sentence.
            raise StopUpload(connection_reset=False)
        super().new_file(*args, **named)
