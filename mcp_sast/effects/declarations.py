"""What a package declares: RULES.md's "declared", "secret-shaped", "own prefix" and "own variable", once for all rules.

In: a package and the knowledge base. Out: `HostJudgement` for a host, `VariableOwner` for a variable, and whether that variable may
go to that host.

    the name postmark-mcp                     judge_host("api.postmarkapp.com")       identity
    its README names hooks.example.com        judge_host("api.example.com")           readme
    nobody named it                           judge_host("collect.vercel.app")        undeclared: a tenant of vercel.app
    POSTMARK_SERVER_TOKEN                     variable_owner(...)                     service postmark

What the author writes makes a host declared, but never explains bulk environment data, another service's credentials or an
extra recipient: the rules decide that by the tier kept here.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from mcp_sast.addresses.host import Address, canonical_host, parse_url
from mcp_sast.knowledge.identity import repository_owner, scope_of, words_of
from mcp_sast.knowledge.knowledge import Knowledge
from mcp_sast.knowledge.service import Tenant
from mcp_sast.packages.statements import DeclaredHost, Package

Tier = Literal[
    "loopback", "metadata", "policy", "manifest", "identity", "readme", "private", "registry", "telemetry", "shared-cloud", "undeclared"
]
OwnerKind = Literal["own", "service", "undeclared"]
Explanation = Literal["", "call", "operator"]

_SECRET_WORDS = frozenset((
    "KEY", "APIKEY", "TOKEN", "SECRET", "PASS", "PASSWORD", "PASSWD", "CREDENTIAL", "CREDENTIALS", "PAT", "COOKIE", "DSN",
))
_STORES = frozenset(("DATABASE", "DB", "POSTGRES", "MYSQL", "MONGO", "MONGODB", "REDIS", "AMQP"))
_LAST_OF_A_STORE = ("URL", "URI")
# Words of a package's name that say nothing about whose it is.
_GENERIC_WORDS = frozenset((
    "mcp", "server", "servers", "client", "js", "ts", "py", "node", "nodejs", "python", "typescript", "javascript", "the", "a",
    "an", "api", "app", "cli", "tool", "tools", "sdk", "ai", "agent", "agents", "plugin", "service", "services", "official",
    "unofficial", "community", "my", "for", "of", "with", "and", "to", "in", "on", "by", "model", "context", "protocol",
    "remote", "local", "stdio", "http", "sse", "simple", "demo", "example", "test", "lib", "core", "npm", "llm", "gpt", "env",
    "integration", "connector", "bridge", "proxy", "wrapper", "package", "io", "dev", "com", "new", "fast", "lite", "pro",
    "full", "all", "secret", "token", "key", "path",
))
_NOT_DECLARED = ("metadata", "private", "registry", "telemetry", "shared-cloud", "undeclared")
# Tiers that a policy can take the belief away from.
BELIEVABLE = ("manifest", "identity", "readme", "telemetry", "shared-cloud")
_REGISTRIES = ("npm", "pypi")  # services of the knowledge base that update checks ask
_LENT_PREFIXES = ("MCP_SERVER_", "MCP_", "NEXT_PUBLIC_", "REACT_APP_", "EXPO_PUBLIC_", "VITE_")
_SLASHES = re.compile(r"[/\\]+")
_BEHIND_AUTHORITY = re.compile(r"^\s*(?:[A-Za-z][A-Za-z0-9+.\-]*:)?[/\\]*[^/?#\\]*")


@dataclass(frozen=True, slots=True)
class HostJudgement:
    """What was said of a host. `declared` is true for loopback, policy, manifest, identity and README; telemetry vendors and shared
    clouds are undeclared as soon as data is sent. `reason` completes "because …". `service`: whose host it is by the knowledge
    base. `tenant`: the constant tenant of a shared host that is addressed; `tenant_kind` its kind ("" if there is none)."""

    host: str
    tier: Tier
    declared: bool
    reason: str
    service: str = ""
    tenant: str = ""
    tenant_kind: str = ""


@dataclass(frozen=True, slots=True)
class VariableOwner:
    """Whose a variable is. `service_id` is "" unless the kind is `service`."""

    kind: OwnerKind
    service_id: str
    reason: str


def is_secret_shaped(name: str) -> bool:
    """Whether a variable's name is that of a secret, as RULES.md defines it."""
    words = [word.upper() for word in words_of(name)]
    if not _SECRET_WORDS.isdisjoint(words):
        return True
    return len(words) >= 2 and words[-1] in _LAST_OF_A_STORE and words[-2] in _STORES


class Declarations:
    """The declarations of one package. `server_names` are names its servers give themselves; `policy_hosts` what its user allows
    (".example.com" covers what lies below); `trust` the tiers that its user believes, None for all."""

    def __init__(
        self, package: Package, knowledge: Knowledge, server_names: tuple[str, ...] = (), policy_hosts: tuple[str, ...] = (),
        trust: tuple[str, ...] | None = None,
    ) -> None:
        self.package = package
        self.knowledge = knowledge
        self._trust = frozenset(BELIEVABLE if trust is None else trust)
        self.services = knowledge.services_of_package(package)
        self._service_ids = frozenset(service.id for service in self.services)
        self._policy = tuple(host.lower() for host in policy_hosts)
        self._documented = {
            variable.name.upper(): variable.place.path for variable in package.declared_variables
            if variable.tier in self._trust or variable.tier not in BELIEVABLE
        }
        self._words = _significant_words(package.name)
        self._homepages = _own_homepages(package, knowledge, self._words) if "identity" in self._trust else frozenset()
        self._domains: dict[tuple[str, str], DeclaredHost] = {}
        self._tenants: dict[tuple[str, str], DeclaredHost] = {}
        self._collect_hosts()
        self.own_prefixes = self._own_prefixes(server_names)
        self._judgements: dict[tuple[str, str], HostJudgement] = {}

    # ------------------------------------------------------------------------------------------------------------------ hosts

    def judge_host(self, host: str, url: str = "") -> HostJudgement:
        """In which tier a host is declared. `url` is the constant text of the address, as far as it is known: on shared hosts the
        tenant may stand in its path."""
        judgement = self._judgements.get((host, url))
        if judgement is None:
            judgement = self._judgements[host, url] = self._judge(host, url)
        return judgement

    def _judge(self, host: str, url: str) -> HostJudgement:
        address = _address_of(host)
        if address is None:
            return HostJudgement(host, "undeclared", False, "it is no valid host")
        name = address.host
        service = self.knowledge.service_by_domain(name)
        tenant = self.knowledge.tenant(name, _behind_host(url)) if not address.is_ip else None
        tier, reason = self._tier(address, tenant)
        return HostJudgement(
            name, tier, tier not in _NOT_DECLARED, reason, service.id if service else "",
            tenant.name if tenant else "", tenant.kind if tenant else "",
        )

    def _tier(self, address: Address, tenant: Tenant | None) -> tuple[Tier, str]:
        host = address.host
        if address.is_loopback:
            return "loopback", "it is this machine"
        if address.is_metadata:
            return "metadata", f"{host} is a cloud's metadata service"
        allowed = next((entry for entry in self._policy if is_listed(host, (entry,))), None)
        if allowed:
            return "policy", f"the policy allows {allowed}"
        return self._tier_of_tenant(tenant) if tenant else self._tier_of_host(address)

    def _tier_of_tenant(self, tenant: Tenant) -> tuple[Tier, str]:
        """On a shared host only the exactly named tenant counts, in any tier, or the owner of the package's own repository."""
        if declared := self._tenants.get(("manifest", tenant.name)):
            return "manifest", f"{declared.place.path} names {tenant.name}"
        if "identity" in self._trust and tenant.repository and tenant.repository in self.package.repository.lower():
            owner = repository_owner(self.package.repository)
            if owner and owner == tenant.owner.lower():
                return "identity", f"{tenant.name} belongs to the owner of the package's repository"
        if tenant.name in self._homepages:
            return "identity", f"{tenant.name} is the package's homepage"
        if declared := self._tenants.get(("readme", tenant.name)):
            return "readme", f"{declared.place.path} names {tenant.name}"
        return "undeclared", f"anybody can be a tenant of {tenant.host}, and nothing in the package names {tenant.name}"

    def _tier_of_host(self, address: Address) -> tuple[Tier, str]:
        host = address.host
        domain = host if address.is_ip else self.knowledge.registrable(host)
        if declared := self._domains.get(("manifest", domain)):
            return "manifest", f"{declared.place.path} names {declared.host}"
        service = self.knowledge.service_by_domain(host)
        if service and service.id in self._service_ids and "identity" in self._trust:
            return "identity", f"{host} belongs to {service.id}, which the package is made for"
        if domain in self._homepages:
            return "identity", f"{domain} is the package's homepage"
        if declared := self._domains.get(("readme", domain)):
            return "readme", f"{declared.place.path} names {declared.host}"
        host_class = self.knowledge.host_class(host) if not address.is_ip else None
        if _is_local_network(address):
            return "private", f"{host} is a name or address of the operator's own network"
        if address.is_private:
            return "undeclared", f"nothing in the package names {host}, a name or address of a private network"
        if service and service.id in _REGISTRIES:
            return "registry", f"{host} is a public package registry"
        if host_class == "telemetry" and "telemetry" in self._trust:
            return "telemetry", f"{host} belongs to a telemetry vendor"
        if host_class == "shared-cloud" and "shared-cloud" in self._trust:
            return "shared-cloud", f"{host} is a shared cloud and no tenant is known"
        kind = f", a {host_class} host" if host_class else ""
        return "undeclared", f"nothing in the package names {host}{kind}"

    def _collect_hosts(self) -> None:
        """Index what is declared by registrable domain and by tenant; the first mention is kept."""
        for declared in self.package.declared_hosts:
            if declared.tier == "metadata" or declared.tier not in self._trust:
                continue  # homepages have a test of their own
            host = declared.host.removeprefix("*.")
            address = _address_of(host)
            if address is None:
                continue
            domain = address.host if address.is_ip else self.knowledge.registrable(address.host)
            self._domains.setdefault((declared.tier, domain), declared)
            if declared.host != host:  # "*.vercel.app": whatever the user's tenant is
                self._domains.setdefault((declared.tier, self.knowledge.tenant_domain(address.host) or domain), declared)
            elif not address.is_ip and (tenant := self.knowledge.tenant(address.host, _behind_host(declared.url))):
                self._tenants.setdefault((declared.tier, tenant.name), declared)

    # -------------------------------------------------------------------------------------------------------------- variables

    def is_secret_shaped(self, name: str) -> bool:
        """RULES.md's "secret-shaped" (by the name alone)."""
        return is_secret_shaped(name)

    def documents_variable(self, name: str) -> bool:
        """Does the package name this variable, or a family that it belongs to?"""
        upper = name.upper()
        return bool(self._documented.get(upper) or self._documented_family(upper))

    def named_domains(self) -> tuple[str, ...]:
        """The registrable domains and tenants that the package names or bears, sorted."""
        named = {name for _, name in (*self._domains, *self._tenants)}
        return tuple(sorted(named | self._homepages))

    def variable_owner(self, name: str) -> VariableOwner:
        """Whose a variable is: a service's by the table of services, whoever documents it; else the package's own if it is
        documented or bears an own prefix; else nowhere declared."""
        upper = name.upper()
        row = self.knowledge.variable_row(name)
        prefix = self._own_prefix_of(upper)
        if row:
            service, label = row
            # A prefix is a guess: it yields to a longer own prefix (STRIPE_LEDGER_ of stripe-ledger), and to an own prefix of a
            # package that is not made for the service (RENDER_ of render-farm). Brands and exact names never yield.
            is_brand = label[:-1].lower().replace("_", "-") in service.brands
            own = prefix and (len(prefix) > len(label) or not (is_brand or service.id in self._service_ids))
            if not (label.endswith("_") and own):
                return VariableOwner("service", service.id, f"{label}{'…' if label.endswith('_') else ''} belongs to {service.id}")
        documented = self._documented.get(upper) or self._documented_family(upper)
        if documented:
            return VariableOwner("own", "", f"{documented} documents it")
        if prefix:
            return VariableOwner("own", "", f"it bears the package's own prefix {prefix}")
        return VariableOwner("undeclared", "", "nothing in the package names it")

    def allows(self, variable: str, judgement: HostJudgement, explained: Explanation = "") -> bool:
        """RULES.md's exceptions of `env-exfiltration` for one named variable and one host. `explained`: the destination comes from
        the tool call, or from the operator."""
        if judgement.tier == "loopback":
            return True
        owner = self.variable_owner(variable)
        if owner.kind == "own":
            return judgement.declared or explained != ""
        if owner.kind == "service":
            return explained == "operator" or self._is_host_of(owner.service_id, judgement)
        return False

    def _is_host_of(self, service_id: str, judgement: HostJudgement) -> bool:
        """A tenant's application, bucket or hook on a service's domain is the tenant's, not the service's, unless declared."""
        if judgement.service != service_id:
            return False
        return judgement.declared or judgement.tenant_kind not in ("hosting", "bucket", "webhook")

    def _documented_family(self, upper: str) -> str:
        for family in (name for name in self._documented if name.endswith("*")):
            if len(family) > 2 and upper.startswith(family[:-1]):
                return self._documented[family]
        return ""

    def _own_prefix_of(self, upper: str) -> str:
        for start in ("", *_LENT_PREFIXES):
            if upper.startswith(start):
                found = next((prefix for prefix in self.own_prefixes if f"{upper[len(start):]}_".startswith(prefix)), "")
                if found:
                    return found
        return ""

    def _own_prefixes(self, server_names: tuple[str, ...]) -> tuple[str, ...]:
        """Prefixes made of the names of package, scope, servers and wrapped services, longest first."""
        found: set[str] = set()
        for name in (self.package.name, *server_names):
            bare = words_of(name.rpartition("/")[2])
            for words in (bare, _significant_words(name)):
                found.update((" ".join(words).replace(" ", "_"), "".join(words)))
            found.update(word for word in _significant_words(name) if len(word) >= 3)
        scope = scope_of(self.package.name)
        found.update(("_".join(words_of(scope)), "".join(words_of(scope))))
        for service in self.services:
            found.update(brand.replace("-", "_") for brand in service.brands)
        usable = {f"{prefix.upper()}_" for prefix in found if len(prefix) >= 2 and prefix not in _GENERIC_WORDS}
        return tuple(sorted(usable, key=lambda prefix: (-len(prefix), prefix)))


_LOCAL_NETWORKS = tuple(ipaddress.ip_network(n) for n in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"))


def _is_local_network(address: Address) -> bool:
    """Is it an address of RFC 1918 or a unique local one, or a name without a dot? Such a host is the operator's or nobody's."""
    if not address.is_ip:
        return "." not in address.host.strip(".")
    found = ipaddress.ip_address(address.host.strip("[]"))
    return any(found.version == network.version and found in network for network in _LOCAL_NETWORKS)


def _significant_words(name: str) -> tuple[str, ...]:
    """The words of a package's name (not of its scope) that are about this package."""
    return tuple(word for word in words_of(name.rpartition("/")[2]) if word not in _GENERIC_WORDS)


def _own_homepages(package: Package, knowledge: Knowledge, words: tuple[str, ...]) -> frozenset[str]:
    """Registrable domains of the package's own addresses that bear its name or its scope's: a domain that anybody may write into
    the metadata proves nothing by itself."""
    names = set(words) | {"".join(words), *_significant_words(scope_of(package.name)), "".join(words_of(scope_of(package.name)))}
    names = {name for name in names if len(name) >= 3 and name not in _GENERIC_WORDS}
    found = set()
    for url in package.urls:
        address = parse_url(url)
        if address is None or address.is_ip or address.is_private:
            continue
        domain = knowledge.registrable(address.host)
        label = domain.partition(".")[0]
        if (label in names or label.replace("-", "") in names) and not knowledge.service_by_domain(domain):
            found.add(domain)
    return frozenset(found)


def _address_of(host: str) -> Address | None:
    name = canonical_host(host)
    if name is None:
        return parse_url(host)
    return parse_url(f"https://[{name}]/" if ":" in name else f"https://{name}/")


def _behind_host(url: str) -> str:
    """The text of a URL behind its host: path and query as written."""
    found = _BEHIND_AUTHORITY.match(url)
    return _SLASHES.sub("/", url[found.end():]) if found else ""  # a base and a path are joined with one slash too many


def is_listed(host: str, entries: Iterable[str]) -> bool:
    """Is a host on a policy's list? `.example.com` and `*.example.com` name what lies below, and the domain itself."""
    host = host.lower().rstrip(".")
    for entry in entries:
        name = entry.lower().rstrip(".")
        bare = name.removeprefix("*").removeprefix(".")
        if host == bare or (name != bare and host.endswith("." + bare)):
            return True
    return False
