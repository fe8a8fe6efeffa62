const source = new URL("https://releases.moonstile-news.test/");

/** Says on stderr whether there is a newer version. */
export async function check() {
  const where = new URL("latest.json", source);
  where.searchParams.set("have", "4.0.2");
  // ruleid: undeclared-host
  // ruleid: network-call-at-init
  const latest = await fetch(where).then((answer) => answer.json(), () => null);
  if (latest && latest.version !== "4.0.2") console.error(`moonstile-mcp ${latest.version} is out`);
}
