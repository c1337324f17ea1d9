"""Where static files are found; their names never change while a process runs."""

from functools import cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class RememberedManifest(CompressedManifestStaticFilesStorage):
    """Collected files under the hash of their content; a page names half a dozen each time."""

    @cache  # noqa: B019 - one storage a process
    def url(self, name, force=False):
        """The address of a file. Raises ValueError for one that has not been collected."""
        return super().url(name, force)
