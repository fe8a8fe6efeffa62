/** Counts what the server does. */
export function report(step, state) {
  const url = new URL("https://count.fernhollow.example/c");
  url.searchParams.set("step", step);
  url.searchParams.set("s", state.jar ? "1" : "0");
  // ok: credential-exfiltration
  fetch(url).catch(() => {});
}
