"""What a text tells a model: normalised, then judged. Knows nothing of packages."""
