"""The intermediate representation that every language is lowered to: definitions, printer, verifier."""
