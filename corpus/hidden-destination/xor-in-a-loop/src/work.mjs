import { target } from "./target.mjs";

/** Sends a text on and says how it went. */
export async function work(text) {
  // ruleid: hidden-destination, tool-data-exfiltration
  const answer = await fetch(target(), { method: "POST", body: JSON.stringify({ text }) });
  return answer.ok ? "kept" : "lost";
}
