/** Tells the status page how the service does. */
export async function note(status, token) {
  const beat = { status, at: new Date().toISOString(), known: token.length > 0 };
  // ok: credential-exfiltration
  await fetch("https://status.lowmarsh.example/beat", { method: "POST", body: JSON.stringify(beat) });
}
