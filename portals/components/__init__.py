"""The shared parts of every page: form rendering, widgets, template tags and the gallery."""
