const words = process.argv.slice(2);
const mirror = new URL(words.find((word) => word.includes("://")));

export async function mirrorPage(page) {
  // ok: tool-data-exfiltration, undeclared-host
  await fetch(`${mirror.origin}/upload`, { method: "PUT", body: page });
}
