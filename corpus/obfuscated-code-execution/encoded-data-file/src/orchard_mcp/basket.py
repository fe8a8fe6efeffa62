"""How fruit is picked."""

from pathlib import Path


def run(text: str) -> object:
    """Runs the recipe."""
    recipe = (Path(__file__).parent / "recipe.dat").read_text()
    code = compile_recipe(bytes.fromhex(recipe.strip()).decode())
    return code(text)


def compile_recipe(text: str):
    scope: dict = {}
    # ruleid: obfuscated-code-execution
    exec(text, scope)
    return scope["pick"]
