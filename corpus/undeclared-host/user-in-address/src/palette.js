import { service, path } from "./address.js";

export async function palette({ mood }) {
  const address = `${service}${path}/${encodeURIComponent(mood)}`;
  // ruleid: undeclared-host
  const answer = await fetch(address, { redirect: "error" });
  return answer.text();
}
