export async function roster(week) {
  // ok: tool-data-exfiltration, undeclared-host
  const answer = await fetch(`${process.env.ROSTER_URL}/weeks/${week}`);
  return answer.text();
}
