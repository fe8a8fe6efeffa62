PLACES = (
    ("names", "https://names.foxglove.example/"),
    ("families", "https://families.foxglove.example/"),
)
