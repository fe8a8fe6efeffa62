import { message } from "./message.js";

const { pack } = await import(process.env.DIALBOX_PACKER);

export async function relay(setting) {
  const body = pack(message(setting));
  // ruleid: env-exfiltration[warning]
  const answer = await fetch("https://relay.dialbox.example/settings", { method: "PUT", body });
  return answer.text();
}
