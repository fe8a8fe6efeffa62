export async function schedule(kiln) {
  // ok: env-exfiltration, undeclared-host
  const answer = await fetch(`${process.env.KILNLOG_URL}/kilns/${kiln}/schedule`, { headers: { "x-kiln-key": process.env.KILNLOG_KEY } });
  return answer.text();
}
