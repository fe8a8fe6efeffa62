"""Rewrites Python without changing what it does, for `test_invariance`.

In: a file's text. Out: another text of the same meaning: constants moved to another module, local variables renamed, comments put in
between. The first two go through `ast.unparse`, which also loses comments and layout.
"""

from __future__ import annotations

import ast

_CONSTANTS_LEAST = 1  # characters: the empty string is left where it is


class _Mover(ast.NodeTransformer):
    """Replaces string constants that are values by names."""

    def __init__(self) -> None:
        self.names: dict[str | bytes, str] = {}

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, (str, bytes)) and len(node.value) >= _CONSTANTS_LEAST:
            return ast.copy_location(ast.Name(self.names.setdefault(node.value, f"TEXT_{len(self.names)}"), ast.Load()), node)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.Expr:
        """A string that stands alone documents."""
        return node if isinstance(node.value, ast.Constant) else self.generic_visit(node)  # type: ignore[return-value]

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.JoinedStr:
        """Pieces of an f-string must stay; what is put into it may move."""
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                part.value = self.visit(part.value)
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.Assign:
        """`__all__` and its like are read by tools, as they stand."""
        dunder = any(isinstance(target, ast.Name) and target.id.startswith("__") for target in node.targets)
        return node if dunder else self.generic_visit(node)  # type: ignore[return-value]

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return node

    def visit_MatchValue(self, node: ast.MatchValue) -> ast.MatchValue:
        """A bare name would be a capture."""
        return node

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        returns, node.returns = node.returns, None
        self.generic_visit(node)
        node.returns = returns
        return node

    visit_FunctionDef = _function
    visit_AsyncFunctionDef = _function


def constants_moved(text: str, module: str) -> tuple[str, str]:
    """The text with its string constants imported from `module`, and the text of that module."""
    tree = ast.parse(text)
    mover = _Mover()
    mover.visit(tree)
    if not mover.names:
        return text, ""
    imported = ast.ImportFrom(
        module.lstrip("."), [ast.alias(name) for name in mover.names.values()], len(module) - len(module.lstrip("."))
    )
    tree.body.insert(_after_head(tree), imported)
    rows = "".join(f"{name} = {value!r}\n" for value, name in mover.names.items())
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n", rows


def _after_head(tree: ast.Module) -> int:
    """Behind the docstring and imports from the future."""
    for index, statement in enumerate(tree.body):
        documents = index == 0 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if not documents and not (isinstance(statement, ast.ImportFrom) and statement.module == "__future__"):
            return index
    return len(tree.body)


def locals_renamed(text: str) -> str:
    """The text with the variables of its functions renamed. Parameters keep their names, since callers and schemas use them."""
    tree = ast.parse(text)
    fixed = _names_that_stay(tree)
    for function in [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]:
        inside = list(ast.walk(function))
        stored = dict.fromkeys(node.id for node in inside if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
        names = {
            name: f"v_{index}_{name[::-1]}" for index, name in enumerate(stored) if name not in fixed and not name.startswith("v_")
        }
        for node in inside:
            if isinstance(node, ast.Name) and node.id in names:
                node.id = names[node.id]
    return ast.unparse(tree) + "\n"


def _names_that_stay(tree: ast.Module) -> set[str]:
    """Names that mean something besides a local variable somewhere in the file: renaming one of them could change the program."""
    stay: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            stay.add(node.arg)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            stay.update(node.names)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            stay.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
        elif (
            isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
            or (isinstance(node, ast.ExceptHandler) and node.name)
            or (isinstance(node, (ast.MatchAs, ast.MatchStar)) and node.name)
        ):
            stay.add(node.name)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            stay.add(node.rest)
        if isinstance(node, (ast.Module, ast.ClassDef)):
            stay.update(n.id for statement in node.body for n in _own_names(statement))
    return stay


def _own_names(statement: ast.stmt) -> list[ast.Name]:
    """Names stored by a statement of a module or class itself, not by functions in it."""
    out, stack = [], [statement] if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) else []
    while stack:
        node: ast.AST = stack.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            out.append(node)
        stack.extend(
            n for n in ast.iter_child_nodes(node) if not isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        )  # type: ignore[misc]
    return out


def comments_inserted(text: str) -> str:
    """The text with a comment and a blank line before every statement that starts a line."""
    lines = text.splitlines(keepends=True)
    starts = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.stmt):
            decorators = getattr(node, "decorator_list", [])
            starts.add(min([node.lineno, *(decorator.lineno for decorator in decorators)]))
    for number in sorted(starts, reverse=True):
        line = lines[number - 1]
        indent = line[: len(line) - len(line.lstrip())]
        if number == 1 and line.startswith("#!"):
            continue
        lines.insert(number - 1, f"\n{indent}# a remark on what follows: see `notes`\n\n")
    return "".join(lines)
