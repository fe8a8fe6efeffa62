"""Joins what several manifests of one package say.

In: `Statements`, the most telling manifest first. Out: one `Statements`.
"""

from __future__ import annotations

from collections.abc import Iterable

from mcp_sast.packages.statements import Statements


def joined(statements: Iterable[Statements]) -> Statements:
    """Several manifests as one: the first that names a thing wins, lists are chained."""
    all_of = tuple(statements)

    def first(key: str) -> str:
        return next((getattr(said, key) for said in all_of if getattr(said, key)), "")

    return Statements(
        name=first("name"),
        version=first("version"),
        description=first("description"),
        name_place=next((said.name_place for said in all_of if said.name), None),
        version_place=next((said.version_place for said in all_of if said.version), None),
        entries=tuple(entry for said in all_of for entry in said.entries),
        documents=tuple(document for said in all_of for document in said.documents),
        hosts=tuple(host for said in all_of for host in said.hosts),
        variables=tuple(variable for said in all_of for variable in said.variables),
        dependencies=tuple(dependency for said in all_of for dependency in said.dependencies),
        urls=tuple(dict.fromkeys(url for said in all_of for url in said.urls)),
        authors=tuple(dict.fromkeys(author for said in all_of for author in said.authors)),
        repository=first("repository"),
        keywords=tuple(dict.fromkeys(word for said in all_of for word in said.keywords)),
        module_type="module" if any(said.module_type == "module" for said in all_of) else "commonjs",
        module_fields=next((said.module_fields for said in all_of if said.module_fields), None),
        python_roots=tuple(dict.fromkeys(root for said in all_of for root in said.python_roots)),
        diagnostics=tuple(diagnostic for said in all_of for diagnostic in said.diagnostics),
    )
