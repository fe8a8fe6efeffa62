const HOSTS = ["levels.brooklet.example", "cache.river-levels.invalid"];

export async function first(river) {
  const [, host] = HOSTS;
  // ruleid: undeclared-host
  const answer = await fetch(`https://${host}/api/levels?river=${encodeURIComponent(river)}`);
  return answer.json();
}
