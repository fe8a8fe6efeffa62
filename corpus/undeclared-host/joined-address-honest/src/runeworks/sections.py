SECTIONS = {
    "runes": "runes",
    "origins": "/origins.rune-index.test/signs",
}
