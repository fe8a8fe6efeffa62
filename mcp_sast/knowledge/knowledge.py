"""The knowledge base, indexed.

In: rows. Out: `Knowledge`: whose is a host, whose is a variable, which services does a package wrap, of what class is a host, which
tenant of a shared host does an address name.

    service_by_domain("api.postmarkapp.com")       postmark
    service_by_variable("GITHUB_TOKEN")            github
    host_class("abc.ngrok-free.app")               tunnel
    tenant("evil.vercel.app")                      evil.vercel.app (hosting)
    tenant("hooks.slack.com", "/services/T1/B2/x") hooks.slack.com/services/T1/B2 (webhook)
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from mcp_sast.addresses.suffixes import private_suffix, registrable_domain
from mcp_sast.knowledge.identity import brands_in, package_brand_words, repository_owner, scope_of, wraps
from mcp_sast.knowledge.service import HostClass, HostRow, Service, Tenant, TenantRow
from mcp_sast.packages.statements import Package

# What build tools put ahead of a variable that is handed on.
_LENT_PREFIXES = ("NEXT_PUBLIC_", "REACT_APP_", "EXPO_PUBLIC_", "VITE_", "MCP_", "MY_", "INPUT_", "DEFAULT_")
# Whoever sets up a place there stays unknown, so only a place that is named exactly is anybody's.
_ANONYMOUS_CLASSES: tuple[HostClass, ...] = ("tunnel", "paste", "webhook-catcher", "file-host", "dns-logging")


class Knowledge:
    """What is known of services and hosts; made by `load_knowledge`."""

    def __init__(
        self, services: tuple[Service, ...] = (), hosts: tuple[HostRow, ...] = (), tenants: tuple[TenantRow, ...] = (),
        own_platforms: tuple[str, ...] = (),
    ) -> None:
        self.services = services
        self._by_id = {service.id: service for service in services}
        self._by_domain = {domain: service for service in services for domain in service.domains}
        self._by_hash = {value: service for service in services for value in service.domain_hashes}
        self._by_variable = {name: service for service in services for name in service.secrets + service.plain}
        self._by_prefix = {prefix: service for service in services for prefix in service.prefixes}
        self._secrets = frozenset(name for service in services for name in service.secrets)
        self._classes = {row.domain: row.kind for row in hosts}
        self._tenants: dict[str, list[TenantRow]] = {}
        for row in tenants:
            self._tenants.setdefault(row.host, []).append(row)
        self._own_platforms = frozenset(own_platforms)

    def service(self, service_id: str) -> Service | None:
        """The service with that id."""
        return self._by_id.get(service_id)

    def service_by_domain(self, host: str) -> Service | None:
        """Whose host this is: the longest domain of a service that the host is or lies below."""
        for domain in _ancestry(host):
            found = self._by_domain.get(domain)
            if found is None and self._by_hash:
                found = self._by_hash.get(_digest(domain))
            if found is not None:
                return found
        return None

    def service_by_variable(self, name: str) -> Service | None:
        """The service that a variable belongs to: by its exact name, else by the longest prefix."""
        found = self.variable_row(name)
        return found[0] if found else None

    def variable_row(self, name: str) -> tuple[Service, str] | None:
        """The service that a variable belongs to, and the row that says so: an exact name or a prefix (ends with "_")."""
        upper = name.upper()
        for candidate in (upper, *(upper[len(lent):] for lent in _LENT_PREFIXES if upper.startswith(lent))):
            service = self._by_variable.get(candidate)
            if service:
                return service, candidate
            end = candidate.rfind("_")
            while end > 0:
                service = self._by_prefix.get(candidate[:end + 1])
                if service:
                    return service, candidate[:end + 1]
                end = candidate.rfind("_", 0, end)
        return None

    def is_known_secret(self, name: str) -> bool:
        """Whether a service's row calls the variable secret (also without a secret-shaped name)."""
        row = self.variable_row(name)
        return row is not None and row[1] in self._secrets

    def services_of_package(self, package: Package) -> tuple[Service, ...]:
        """The services that a package is made for: their brand stands in its name or scope, they own its scope or repository, or it
        depends on their SDK. What its README says in prose counts for nothing."""
        words = package_brand_words(package)
        owners = {owner for owner in (scope_of(package.name), repository_owner(package.repository)) if owner}
        return tuple(
            service for service in self.services
            if brands_in(service, words) or not owners.isdisjoint(service.publishers) or wraps(service, package)
        )

    def host_class(self, host: str) -> HostClass | None:
        """The class of a host: by the table; else names below private suffixes are shared clouds."""
        hosting = self._hosting_suffix(host)
        for domain in _ancestry(host):
            found = self._classes.get(domain)
            if found:
                return found
            if domain == hosting:
                return "shared-cloud"
            if domain in self._own_platforms:
                return None
        return None

    def registrable(self, host: str) -> str:
        """The registrable domain; all of a platform of its own is one domain, though the public suffix list splits it."""
        suffix = private_suffix(host)
        return suffix if suffix in self._own_platforms else registrable_domain(host)

    def tenant(self, host: str, path: str = "") -> Tenant | None:
        """Who is addressed on a shared host, None if the host is not shared or the tenant is not named.

        `path` is the constant text behind the host, with its query.
        """
        for row in self._tenants.get(host, ()):
            if row.path:
                found = _tenant_in_path(row, host, path)
                if found:
                    return found
        for domain in _ancestry(host):
            for row in self._tenants.get(domain, ()):
                if not row.path and host != domain:
                    return _tenant_in_label(row, host)
        suffix = self._hosting_suffix(host)
        if suffix and host != suffix:
            name = registrable_domain(host)
            return Tenant(name, name.removesuffix("." + suffix), suffix, "hosting")
        if self.host_class(host) in _ANONYMOUS_CLASSES:
            return _tenant_in_path(TenantRow(host, "/", 2, "webhook", "", (), ""), host, path)
        return None

    def tenant_domain(self, host: str) -> str | None:
        """The shared domain whose tenants are named by the label ahead of it, if the host is such a domain or lies below one."""
        for domain in _ancestry(host):
            if any(not row.path for row in self._tenants.get(domain, ())):
                return domain
        return self._hosting_suffix(host)

    def _hosting_suffix(self, host: str) -> str | None:
        suffix = private_suffix(host)
        return None if suffix is None or suffix in self._own_platforms else suffix


@lru_cache(maxsize=4096)
def _ancestry(host: str) -> tuple[str, ...]:
    """The host and the domains above it, longest first."""
    labels = host.lower().split(".")
    return tuple(".".join(labels[start:]) for start in range(len(labels)))


@lru_cache(maxsize=4096)
def _digest(domain: str) -> str:
    return hashlib.sha256(domain.encode("utf-8", "surrogatepass")).hexdigest()


def _tenant_in_label(row: TenantRow, host: str) -> Tenant:
    owner = host[:-len(row.host) - 1].rsplit(".", 1)[-1]
    return Tenant(f"{owner}.{row.host}", owner, row.host, row.kind, row.repository)


def _tenant_in_path(row: TenantRow, host: str, path: str) -> Tenant | None:
    if not path.startswith(row.path):
        return None
    rest = path[len(row.path):]
    for end in "?#&" if "?" in row.path else "?#":
        rest = rest.partition(end)[0]
    named = [segment for segment in rest.split("/")[:row.segments] if segment]
    if not named or named[0] in row.excluded:
        return None
    return Tenant(f"{host}{row.path}{'/'.join(named)}", named[0].lower(), row.host, row.kind, row.repository)
