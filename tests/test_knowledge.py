"""The knowledge base answers whose a host or variable is, and its files are checked with every mistake reported at once."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from mcp_sast.addresses.host import parse_url
from mcp_sast.errors import DefinitionError
from mcp_sast.knowledge.directory import rules_directory
from mcp_sast.knowledge.identity import repository_owner, words_of
from mcp_sast.knowledge.loading import load_knowledge, shipped_knowledge_directory
from mcp_sast.packages.statements import Dependency, Document, Package

KNOWLEDGE = load_knowledge()
WANTED_SERVICES = """
    github gitlab slack google microsoft postmark sendgrid resend mailgun twilio stripe notion linear atlassian supabase
    cloudflare aws openai anthropic tavily exa brave-search figma sentry datadog shopify hubspot telegram discord line
    lark postman hostinger airtable asana mongodb snowflake
""".split()  # noqa: SIM905


def test_the_shipped_files_are_found_and_right() -> None:
    assert shipped_knowledge_directory() == rules_directory() / "knowledge"
    names = {service.id for service in KNOWLEDGE.services}
    assert names.issuperset(WANTED_SERVICES)
    assert len(names) >= 40
    assert all(service.source for service in KNOWLEDGE.services)


def test_no_domain_has_two_owners() -> None:
    owners: dict[str, str] = {}
    for service in KNOWLEDGE.services:
        for domain in service.domains + service.domain_hashes:
            assert owners.setdefault(domain, service.id) == service.id
            if domain in service.domains:
                found = parse_url(f"https://{domain}/")
                assert found is not None
                assert found.host == domain


def test_every_exact_variable_leads_to_its_service() -> None:
    for service in KNOWLEDGE.services:
        for name in service.secrets + service.plain:
            assert KNOWLEDGE.service_by_variable(name) is service, name
        for members in service.variable_sets:
            assert {KNOWLEDGE.service_by_variable(name) for name in members} == {service}, members


@pytest.mark.parametrize(("host", "service"), [
    ("api.postmarkapp.com", "postmark"), ("postmarkapp.com", "postmark"), ("evilpostmarkapp.com", None),
    ("postmarkapp.com.evil.example", None),
    ("gmail.googleapis.com", "google"), ("oauth2.googleapis.com", "google"), ("login.microsoftonline.com", "microsoft"),
    ("dev.azure.com", "microsoft"), ("acme.atlassian.net", "atlassian"), ("raw.githubusercontent.com", "github"),
    ("sqs.eu-west-1.amazonaws.com", "aws"), ("o1.ingest.sentry.io", "sentry"), ("unknown.example", None), ("127.0.0.1", None),
])
def test_service_by_domain(host: str, service: str | None) -> None:
    found = KNOWLEDGE.service_by_domain(host)
    assert (found.id if found else None) == service


def test_a_domain_known_by_its_hash(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"hidden.example").hexdigest()
    row = f"services:\n  - {{id: acme, brands: [acme], domain_hashes: [{digest}], source: x}}\n"
    (tmp_path / "own.yaml").write_text(row, encoding="utf-8")
    knowledge = load_knowledge((tmp_path,))
    assert knowledge.service_by_domain("api.hidden.example") is knowledge.service("acme")
    assert knowledge.service_by_domain("nothidden.example") is None
    assert all(not service.domains for service in KNOWLEDGE.services if service.id in ("npm", "pypi"))


@pytest.mark.parametrize(("name", "service"), [
    ("GITHUB_TOKEN", "github"), ("GITHUB_SOMETHING_NEW", "github"), ("github_token", "github"), ("OPENAI_API_KEY", "openai"),
    ("VITE_SUPABASE_ANON_KEY", "supabase"), ("MCP_GITHUB_TOKEN", "github"), ("AWS_SECRET_ACCESS_KEY", "aws"),
    ("NPM_TOKEN", "npm"),
    ("LINE_WIDTH", None), ("GITHUBBY_TOKEN", None), ("API_KEY", None), ("DATABASE_URL", None), ("", None), ("_", None),
])
def test_service_by_variable(name: str, service: str | None) -> None:
    found = KNOWLEDGE.service_by_variable(name)
    assert (found.id if found else None) == service


def test_secrets_by_the_table() -> None:
    assert KNOWLEDGE.is_known_secret("MONGODB_URI")
    assert not KNOWLEDGE.is_known_secret("TWILIO_ACCOUNT_SID")
    assert not KNOWLEDGE.is_known_secret("NOWHERE")


@pytest.mark.parametrize(("host", "kind"), [
    ("us.i.posthog.com", "telemetry"), ("o1.ingest.us.sentry.io", "telemetry"), ("sentry.io", None),
    ("x.vercel.app", "shared-cloud"),
    ("storage.googleapis.com", "shared-cloud"), ("gmail.googleapis.com", None),
    ("b.s3.us-east-1.amazonaws.com", "shared-cloud"),
    ("sqs.us-east-1.amazonaws.com", None), ("abc.ngrok-free.app", "tunnel"), ("abc.trycloudflare.com", "tunnel"),
    ("pastebin.com", "paste"),
    ("webhook.site", "webhook-catcher"), ("x.oast.fun", "dns-logging"), ("0x0.st", "file-host"), ("unknown.example", None),
])
def test_host_class(host: str, kind: str | None) -> None:
    assert KNOWLEDGE.host_class(host) == kind


@pytest.mark.parametrize(("host", "path", "tenant", "kind"), [
    ("evil.vercel.app", "", "evil.vercel.app", "hosting"),
    ("a.evil.vercel.app", "", "evil.vercel.app", "hosting"),
    ("vercel.app", "/x", None, None),
    ("hooks.slack.com", "/services/T1/B2/xyz", "hooks.slack.com/services/T1/B2", "webhook"),
    ("hooks.slack.com", "/services/", None, None),
    ("hooks.slack.com", "", None, None),
    ("canary.discord.com", "/api/webhooks/1/t", "canary.discord.com/api/webhooks/1", "webhook"),
    ("api.telegram.org", "/bot12:ab/sendMessage", "api.telegram.org/bot12:ab", "webhook"),
    ("api.telegram.org", "/bot", None, None),
    ("oapi.dingtalk.com", "/robot/send?access_token=ab&x=1", "oapi.dingtalk.com/robot/send?access_token=ab", "webhook"),
    ("storage.googleapis.com", "/bucket/key", "storage.googleapis.com/bucket", "bucket"),
    ("storage.googleapis.com", "/upload/storage/v1/b/bucket/o", "storage.googleapis.com/upload/storage/v1/b/bucket", "bucket"),
    ("storage.googleapis.com", "/upload", None, None),
    ("bucket.storage.googleapis.com", "/key", "bucket.storage.googleapis.com", "bucket"),
    ("s3.eu-west-1.amazonaws.com", "/bucket/key", "s3.eu-west-1.amazonaws.com/bucket", "bucket"),
    ("bucket.s3.eu-west-1.amazonaws.com", "/key", "bucket.s3.eu-west-1.amazonaws.com", "hosting"),
    ("acme.atlassian.net", "/rest", "acme.atlassian.net", "account"),
    ("raw.githubusercontent.com", "/o/r/main/f", "raw.githubusercontent.com/o/r", "resource"),
    ("api.github.com", "/user", None, None),
    ("api.github.com", "/repos/o/r/issues", "api.github.com/repos/o/r", "resource"),
    ("github.com", "/login/oauth/access_token", None, None),
    ("gmail.googleapis.com", "/gmail/v1", None, None),
    ("pastebin.com", "/raw/abc", "pastebin.com/raw/abc", "webhook"),
    ("webhook.site", "", None, None),
    ("api.example.com", "/v1", None, None),
])
def test_tenant(host: str, path: str, tenant: str | None, kind: str | None) -> None:
    found = KNOWLEDGE.tenant(host, path)
    assert (found.name if found else None, found.kind if found else None) == (tenant, kind)


def package(
    name: str, ecosystem: str = "npm", repository: str = "", depends: tuple[str, ...] = (), kind: str = "runtime"
) -> Package:
    dependencies = tuple(Dependency(item, "1", kind, None) for item in depends)  # type: ignore[arg-type]
    prose = (Document("README.md", "Works well with Slack, GitHub and Stripe."),)
    return Package("", ecosystem, name, repository=repository, dependencies=dependencies, documents=prose)  # type: ignore[arg-type]


@pytest.mark.parametrize(("subject", "services"), [
    (package("postmark-mcp"), ["postmark"]),
    (package("@acme/mcp-server-postmark"), ["postmark"]),
    (package("@slack/tools"), ["slack"]),
    (package("slackmcp"), ["slack"]),
    (package("slackMcpServer"), ["slack"]),
    (package("weather-mcp"), []),
    (package("command-line-mcp"), []),
    (package("line-bot-mcp-server"), ["line"]),
    (package("google-maps-mcp"), ["google"]),
    (package("example-mcp"), []),
    (package("slackline-mcp"), []),
    (package("x", repository="https://github.com/getsentry/x.git"), ["sentry"]),
    (package("x", repository="git+ssh://git@github.com/stripe/x.git"), ["stripe"]),
    (package("x", depends=("@octokit/rest",)), ["github"]),
    (package("x", depends=("@octokit/rest",), kind="dev"), []),
    (package("x", depends=("octokitten",)), []),
    (package("x", ecosystem="pypi", depends=("PyGithub",)), ["github"]),
    (package("x", ecosystem="pypi", depends=("Google_Cloud.Storage",)), ["google"]),
    (package(""), []),
])
def test_services_of_a_package(subject: Package, services: list[str]) -> None:
    assert [service.id for service in KNOWLEDGE.services_of_package(subject)] == services


def test_words_and_owners() -> None:
    assert words_of("@acme/gmailMCPServer-v2_x") == ("acme", "gmail", "mcp", "server", "v2", "x")
    for written in ("https://github.com/Acme/x", "git+https://github.com/acme/x.git", "github:acme/x", "acme/x",
    "git@github.com:acme/x.git"):
        assert repository_owner(written) == "acme", written
    assert repository_owner("") == ""


MISTAKES = """\
services:
  - id: one
    brands: [one]
    domains: [one.example]
    colour: red
    source: x
  - id: two
    brands: [two, two]
    domains: [one.example, "HTTPS://x"]
    variables: {prefixes: [TWO], secret: [two_key]}
    source: x
  - id: one
    id: three
    brands: yes
hosts:
  - {class: cloudy, domains: [a.example], source: x}
tenants:
  - {kind: bucket, hosts: [b.example], path: nowhere, segments: zero, source: x}
"""


def test_all_mistakes_of_a_file_are_reported_together_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text(MISTAKES, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("services: [", encoding="utf-8")
    (tmp_path / "empty.yaml").write_text("", encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_knowledge((tmp_path, tmp_path / "missing"))
    text = str(caught.value)
    for expected in (
        "wrong.yaml:5: service: unknown key 'colour'", "wrong.yaml:8: brands: 'two' stands twice", "already belongs to 'one'",
        "'HTTPS://x' is no domain", "prefix 'TWO' must end with '_'", "'two_key' is no variable name", "key 'id' stands twice",
        "wrong.yaml:14: brands must be a list", "key 'source' is missing", "class 'cloudy' is unknown",
        "path 'nowhere' must start with '/'",
        "segments must be a positive number", "broken.yaml:2", "empty.yaml: is empty", "missing: is no directory",
    ):
        assert expected in text, (expected, text)


def test_added_directories_are_merged_and_clash_with_the_shipped_ones(tmp_path: Path) -> None:
    row = "services:\n  - {id: acme, brands: [on], domains: [%s], source: x}\n"
    (tmp_path / "own.yaml").write_text(row % "acme-internal.example", encoding="utf-8")
    both = load_knowledge((shipped_knowledge_directory(), tmp_path))
    found = both.service_by_domain("api.acme-internal.example")
    assert found is not None
    assert found.brands == ("on",)  # a word, not YAML 1.1's true
    (tmp_path / "own.yaml").write_text(row % "slack.com", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"slack\.com"):
        load_knowledge((shipped_knowledge_directory(), tmp_path))


