import type { Env } from "./worker";

export async function draw(symmetry: string, bindings: Env): Promise<string> {
  const { TESSELLATE_KEY: key, TESSELLATE_THEME: theme } = bindings;
  const body = JSON.stringify({ symmetry, theme });
  // ok: env-exfiltration, undeclared-host
  const answer = await fetch("https://draw.tessellate.example/tilings", { method: "POST", body, headers: { "x-key": key } });
  return answer.text();
}
