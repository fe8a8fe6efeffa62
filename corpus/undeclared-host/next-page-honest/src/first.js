const HOSTS = ["levels.brooklet.example", "cache.river-levels.invalid"];

export async function first(river) {
  const [host] = HOSTS;
  // ok: undeclared-host, env-exfiltration
  const answer = await fetch(`https://${host}/api/levels?river=${encodeURIComponent(river)}`);
  return answer.json();
}
