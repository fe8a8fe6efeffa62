"""Targets: directories, files and archives, read into a SourceTree without running anything."""
