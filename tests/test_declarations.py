"""What is declared, and whose variable may go where: RULES.md's words, row by row."""

from __future__ import annotations

import pytest

from mcp_sast.effects.declarations import Declarations, Explanation, is_secret_shaped
from mcp_sast.findings.place import Place
from mcp_sast.knowledge.loading import load_knowledge
from mcp_sast.packages.statements import DeclaredHost, DeclaredVariable, Package

KNOWLEDGE = load_knowledge()
README = Place("README.md", 0, 1)
MANIFEST = Place("server.json", 0, 1)


def host(url: str, tier: str = "readme") -> DeclaredHost:
    name = url.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]
    return DeclaredHost(name, url, tier, MANIFEST if tier == "manifest" else README)  # type: ignore[arg-type]


PACKAGE = Package(
    "", "npm", "@acme/ledger-postmark-mcp",
    declared_hosts=(
        host("https://api.ledger.example/v1"), host("https://ours.vercel.app/x"), host("https://*.supabase.co"),
        host("https://hooks.slack.com/services/T1/B1/x"), host("https://sync.manifest.example", "manifest"),
        host("https://docs.elsewhere.example", "metadata"), host("https://webhook.site"), host("https://198.51.100.7:8443/x"),
        host("https://us.i.posthog.com"),
    ),
    declared_variables=(
        DeclaredVariable("SYNC_KEY", "readme", README), DeclaredVariable("STRIPE_SECRET_KEY", "readme", README),
        DeclaredVariable("BILLING_*", "readme", README),
    ),
    urls=("https://acme.dev/ledger", "https://docs.elsewhere.example", "https://github.com/acme/ledger"),
    repository="git+https://github.com/acme/ledger.git",
)
DECLARATIONS = Declarations(PACKAGE, KNOWLEDGE, server_names=("bookkeeper",), policy_hosts=("api.allowed.example",
".corp.example"))

HOSTS = [
    ("127.0.0.1", "", "loopback"), ("localhost", "", "loopback"), ("::1", "", "loopback"), ("0x7f.1", "", "loopback"),
    ("api.allowed.example", "", "policy"), ("x.corp.example", "", "policy"), ("other.allowed.example", "", "undeclared"),
    ("api.manifest.example", "", "manifest"),
    ("api.postmarkapp.com", "", "identity"), ("postmarkapp.com.evil.example", "", "undeclared"),
    ("api.acme.dev", "", "identity"), ("docs.elsewhere.example", "", "undeclared"),
    ("api.ledger.example", "", "readme"), ("cdn.ledger.example", "", "readme"), ("API.Ledger.Example.", "", "readme"),
    ("ledger.example.evil.example", "", "undeclared"),
    ("198.51.100.7", "", "readme"), ("198.51.100.8", "", "undeclared"),
    ("ours.vercel.app", "", "readme"), ("theirs.vercel.app", "", "undeclared"), ("vercel.app", "", "shared-cloud"),
    ("project.supabase.co", "", "undeclared"), ("supabase.co", "", "readme"),
    ("hooks.slack.com", "https://hooks.slack.com/services/T1/B1/", "readme"),
    ("hooks.slack.com", "https://hooks.slack.com/services/T9/B9/", "undeclared"),
    ("hooks.slack.com", "https://hooks.slack.com//services//T9/B9/", "undeclared"),
    ("raw.githubusercontent.com", "https://raw.githubusercontent.com/acme/ledger/main/rates.json", "identity"),
    ("raw.githubusercontent.com", "https://raw.githubusercontent.com/other/ledger/main/rates.json", "undeclared"),
    ("acme.github.io", "", "identity"), ("other.github.io", "", "undeclared"),
    ("webhook.site", "https://webhook.site/", "readme"), ("webhook.site", "https://webhook.site/1-2-3", "undeclared"),
    ("pastebin.com", "https://pastebin.com/raw/x", "undeclared"), ("x.ngrok-free.app", "", "undeclared"),
    ("us.i.posthog.com", "", "readme"), ("api.mixpanel.com", "", "telemetry"), ("o1.ingest.sentry.io", "", "telemetry"),
    ("storage.googleapis.com", "https://storage.googleapis.com/", "shared-cloud"),
    ("storage.googleapis.com", "https://storage.googleapis.com/bucket/", "undeclared"),
    ("169.254.169.254", "", "metadata"), ("10.0.0.5", "", "private"), ("redis", "", "private"),
    ("", "", "undeclared"), ("a b", "", "undeclared"),
    ("api.github.com", "https://api.github.com/user", "undeclared"),
]


@pytest.mark.parametrize(("name", "url", "tier"), HOSTS)
def test_tier_of_a_host(name: str, url: str, tier: str) -> None:
    judgement = DECLARATIONS.judge_host(name, url)
    assert judgement.tier == tier, judgement
    assert judgement.declared == (tier in ("loopback", "policy", "manifest", "identity", "readme"))
    assert judgement.reason
    assert DECLARATIONS.judge_host(name, url) is judgement


def test_a_judgement_names_service_and_tenant() -> None:
    judgement = DECLARATIONS.judge_host("hooks.slack.com", "https://hooks.slack.com/services/T9/B9/x")
    assert (judgement.service, judgement.tenant, judgement.tenant_kind) == ("slack", "hooks.slack.com/services/T9/B9", "webhook")
    assert "README.md" in DECLARATIONS.judge_host("api.ledger.example").reason


def test_the_first_tier_that_holds_is_kept() -> None:
    both = Package("", "npm", "x", declared_hosts=(host("https://a.two.example"), host("https://b.two.example", "manifest")))
    assert Declarations(both, KNOWLEDGE).judge_host("two.example").tier == "manifest"


def test_a_homepage_that_bears_another_name_declares_nothing() -> None:
    for urls, tier in ((("https://evil.example",), "undeclared"), (("https://weather.example",), "identity")):
        package = Package("", "npm", "weather-mcp", urls=urls, authors=("Eve <eve@evil.example>",))
        name = urls[0].partition("://")[2]
        assert Declarations(package, KNOWLEDGE).judge_host(f"api.{name}").tier == tier
    generic = Package("", "npm", "my-mcp-server", urls=("https://server.example",))
    assert Declarations(generic, KNOWLEDGE).judge_host("server.example").tier == "undeclared"


@pytest.mark.parametrize(("name", "expected"), [
    ("API_KEY", True), ("ACME_APIKEY", True), ("GITHUB_TOKEN", True), ("client-secret", True), ("dbPassword", True),
    ("SMTP_PASS", True),
    ("GOOGLE_CREDENTIALS", True), ("GH_PAT", True), ("SENTRY_DSN", True), ("SESSION_COOKIE", True), ("DATABASE_URL", True),
    ("APP_DB_URI", True), ("MONGODB_URI", True), ("REDIS_URL", True), ("openaiApiKey", True), ("OAUTH2_TOKEN", True),
    ("API_URL", False), ("KEYBOARD", False), ("MONKEY", False), ("PATH", False), ("PASSENGER", False), ("TOKENIZER", False),
    ("URL", False), ("DATABASE", False), ("COMPASS", False), ("URL_DATABASE", False), ("", False),
])
def test_secret_shaped(name: str, expected: bool) -> None:
    assert is_secret_shaped(name) is expected
    assert DECLARATIONS.is_secret_shaped(name) is expected


@pytest.mark.parametrize(("name", "kind", "service"), [
    ("SYNC_KEY", "own", ""), ("sync_key", "own", ""), ("LEDGER_TOKEN", "own", ""), ("ACME_TOKEN", "own", ""),
    ("BOOKKEEPER_KEY", "own", ""),
    ("LEDGER_POSTMARK_MCP_TOKEN", "own", ""), ("MCP_LEDGER_TOKEN", "own", ""), ("BILLING_TOKEN", "own", ""),
    ("POSTMARK_SERVER_TOKEN", "service", "postmark"), ("STRIPE_SECRET_KEY", "service", "stripe"),
    ("GITHUB_TOKEN", "service", "github"),
    ("AWS_SECRET_ACCESS_KEY", "service", "aws"), ("NPM_TOKEN", "service", "npm"),
    ("MCP_TOKEN", "undeclared", ""), ("API_KEY", "undeclared", ""), ("LEDGERS_TOKEN", "undeclared", ""),
    ("DATABASE_URL", "undeclared", ""),
])
def test_owner_of_a_variable(name: str, kind: str, service: str) -> None:
    owner = DECLARATIONS.variable_owner(name)
    assert (owner.kind, owner.service_id) == (kind, service)
    assert owner.reason


def test_a_longer_own_prefix_beats_a_service_prefix_but_no_exact_name() -> None:
    declarations = Declarations(Package("", "npm", "github-stars-mcp"), KNOWLEDGE)
    assert declarations.variable_owner("GITHUB_STARS_SALT_KEY").kind == "own"
    assert Declarations(Package("", "npm", "render-farm-mcp"), KNOWLEDGE).variable_owner("RENDER_TOKEN").kind == "own"
    assert Declarations(Package("", "npm", "weather-mcp"), KNOWLEDGE).variable_owner("RENDER_TOKEN").kind == "service"
    posing = Declarations(Package("", "npm", "weather-mcp"), KNOWLEDGE, server_names=("github",))
    assert posing.variable_owner("GITHUB_ANYTHING_TOKEN").service_id == "github"
    greedy = Declarations(Package("", "npm", "github-personal-access"), KNOWLEDGE)
    assert greedy.variable_owner("GITHUB_PERSONAL_ACCESS_TOKEN").service_id == "github"


def test_own_prefixes_are_ordered_and_hold_no_generic_word() -> None:
    assert DECLARATIONS.own_prefixes == tuple(sorted(DECLARATIONS.own_prefixes, key=lambda prefix: (-len(prefix), prefix)))
    assert not {"MCP_", "SERVER_", "API_", "_"} & set(Declarations(Package("", "npm", "mcp-server-api"), KNOWLEDGE).own_prefixes)
    assert Declarations(Package("", "none"), KNOWLEDGE).own_prefixes == ()


@pytest.mark.parametrize(("variable", "name", "url", "explained", "allowed"), [
    ("LEDGER_TOKEN", "api.ledger.example", "", "", True),
    ("LEDGER_TOKEN", "api.postmarkapp.com", "", "", True),
    ("LEDGER_TOKEN", "evil.example", "", "", False),
    ("LEDGER_TOKEN", "evil.example", "", "operator", True),
    ("LEDGER_TOKEN", "evil.example", "", "call", True),
    ("LEDGER_TOKEN", "api.mixpanel.com", "", "", False),
    ("LEDGER_TOKEN", "theirs.vercel.app", "", "", False),
    ("POSTMARK_SERVER_TOKEN", "api.postmarkapp.com", "", "", True),
    ("POSTMARK_SERVER_TOKEN", "api.ledger.example", "", "", False),
    ("POSTMARK_SERVER_TOKEN", "proxy.example", "", "operator", True),
    ("POSTMARK_SERVER_TOKEN", "proxy.example", "", "call", False),
    ("STRIPE_SECRET_KEY", "api.stripe.com", "", "", True),
    ("STRIPE_SECRET_KEY", "api.postmarkapp.com", "", "", False),
    ("SLACK_BOT_TOKEN", "slack.com", "", "", True),
    ("SLACK_BOT_TOKEN", "hooks.slack.com", "https://hooks.slack.com/services/T9/B9/x", "", False),
    ("AWS_SECRET_ACCESS_KEY", "sts.eu-west-1.amazonaws.com", "", "", True),
    ("AWS_SECRET_ACCESS_KEY", "x.execute-api.eu-west-1.amazonaws.com", "", "", False),
    ("GITHUB_TOKEN", "api.github.com", "https://api.github.com/repos/o/r/issues", "", True),
    ("GITHUB_TOKEN", "other.github.io", "", "", False),
    ("API_KEY", "api.ledger.example", "", "", False),
    ("API_KEY", "127.0.0.1", "", "", True),
])
def test_where_a_variable_may_go(variable: str, name: str, url: str, explained: Explanation, allowed: bool) -> None:
    assert DECLARATIONS.allows(variable, DECLARATIONS.judge_host(name, url), explained) is allowed
