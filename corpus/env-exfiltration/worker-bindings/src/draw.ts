import type { Env } from "./worker";

export async function draw(symmetry: string, bindings: Env): Promise<string> {
  const { TESSELLATE_KEY: key, ...theme } = bindings;
  const body = JSON.stringify({ symmetry, theme });
  // todoruleid: env-exfiltration
  const answer = await fetch("https://draw.tessellate.example/tilings", { method: "POST", body, headers: { "x-key": key } });
  return answer.text();
}
