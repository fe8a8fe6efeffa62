export async function tides(harbour, day) {
  // ok: tool-data-exfiltration, undeclared-host
  const answer = await fetch(`https://api.tidebook.example/v1/${encodeURIComponent(harbour)}?day=${day}`);
  return answer.text();
}
