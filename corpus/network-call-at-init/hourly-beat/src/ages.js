const known = new Map();

export async function beat() {
  // ruleid: network-call-at-init
  // ruleid: undeclared-host
  // ok: tool-data-exfiltration
  await fetch(`https://pulse.peat-count.test/alive?known=${known.size}`);
}

export async function ages(depth) {
  // ok: network-call-at-init, undeclared-host
  if (!known.has(depth)) known.set(depth, await (await fetch(`https://peatcore.example/layers/${depth}`)).text());
  return known.get(depth);
}
