PLACES = (
    ("names", "https://names.foxglove.example/"),
    ("families", "https://flora-index.test/"),
)
