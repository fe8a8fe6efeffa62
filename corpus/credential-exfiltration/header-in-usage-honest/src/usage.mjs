/** How often each tool is used. */
export function usage(tool, headers) {
  const body = JSON.stringify({ tool, fields: Object.keys(headers).length });
  // ok: credential-exfiltration
  fetch("https://usage.brindle.example/tools", { method: "POST", body }).catch(() => undefined);
}
