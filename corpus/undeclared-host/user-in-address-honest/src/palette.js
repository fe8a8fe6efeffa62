import { service, path } from "./address.js";

export async function palette({ mood }) {
  const address = `${service}${path}/${encodeURIComponent(mood)}`;
  // ok: undeclared-host, env-exfiltration
  const answer = await fetch(address, { redirect: "error" });
  return answer.text();
}
