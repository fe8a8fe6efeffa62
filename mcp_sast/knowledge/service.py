"""The rows of the knowledge base.

In: nothing. Out: `Service`, `HostRow` and `TenantRow`, plain frozen data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

HostClass = Literal["telemetry", "shared-cloud", "tunnel", "paste", "webhook-catcher", "file-host", "dns-logging"]
TenantKind = Literal["hosting", "bucket", "webhook", "account", "resource"]

HOST_CLASSES: tuple[HostClass, ...] = get_args(HostClass)
TENANT_KINDS: tuple[TenantKind, ...] = get_args(TenantKind)


@dataclass(frozen=True, slots=True)
class Service:
    """A service that servers wrap.

    `brands`: words, or words joined by "-", that name it in package names. `domains`: a host belongs to the service if it is one
    or lies below one; `domain_hashes` are SHA-256 of such domains where the name is not to be written. `npm`, `pypi`: its SDKs;
    a trailing "*" stands for any rest. `secrets` and `plain` are exact names of variables; `prefixes` cover the others;
    `variable_sets` are names that belong together (an id and its secret). `publishers`: scopes and repository owners.
    """

    id: str
    brands: tuple[str, ...]
    domains: tuple[str, ...]
    domain_hashes: tuple[str, ...]
    npm: tuple[str, ...]
    pypi: tuple[str, ...]
    secrets: tuple[str, ...]
    plain: tuple[str, ...]
    prefixes: tuple[str, ...]
    variable_sets: tuple[tuple[str, ...], ...]
    publishers: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class HostRow:
    """A domain (and all below it) of a class of hosts."""

    domain: str
    kind: HostClass
    source: str


@dataclass(frozen=True, slots=True)
class TenantRow:
    """A host that many parties share.

    `path` is "" where the label before `host` names the tenant; else the tenant is named by the next `segments` segments behind
    that path. `repository`: the code host whose repository owners are the tenants ("" if none). `excluded`: first segments that
    name no tenant but the platform's own API.
    """

    host: str
    path: str
    segments: int
    kind: TenantKind
    repository: str
    excluded: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Tenant:
    """Who is addressed on a shared host: `name` is the tenant's host or `host/path`, `owner` its first part."""

    name: str
    owner: str
    host: str
    kind: TenantKind
    repository: str = ""
