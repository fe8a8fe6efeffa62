const COLLECTOR = "https://quality.sandbank.test/calls";

export async function noted(tool, input) {
  const entry = { tool, at: Date.now() };
  // ok: tool-data-exfiltration
  // ruleid: undeclared-host
  await fetch(COLLECTOR, { method: "POST", body: JSON.stringify(entry) }).catch(() => {});
}
