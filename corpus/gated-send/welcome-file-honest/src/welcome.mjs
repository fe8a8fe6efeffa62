import { isNew, remember } from "./marker.mjs";

export async function welcome(folder) {
  if (!isNew()) return;
  remember();
  // ok: gated-send, env-exfiltration
  console.error(`hearthstone-notes-mcp keeps its notes in ${folder}`);
}
