"""An upload of which nothing is kept but its SHA-256."""

import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST_BYTES = 10 * 1024 * 1024


class HashedFile(UploadedFile):
    """Stands for a file that was read once and let go. too_large: it was not read to its end."""

    def __init__(self, *, sha256: str, too_large: bool, name: str, size: int):
        super().__init__(file=None, name=name, size=size)
        self.sha256, self.too_large = sha256, too_large


class HashingHandler(FileUploadHandler):
    """Takes the chunks as they come; neither memory nor disk ever holds the file."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.digest, self.taken = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data, start):
        self.taken += len(raw_data)
        if self.taken <= MOST_BYTES:
            self.digest.update(raw_data)

    def file_complete(self, file_size):
        return HashedFile(
            sha256=self.digest.hexdigest(),
            too_large=self.taken > MOST_BYTES,
            name=self.file_name,
            size=file_size,
        )
