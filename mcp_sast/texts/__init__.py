"""What a text tells a model: normalised, then judged. In: texts. Out: `Verdict`s with the words that decided. Knows nothing of packages."""
