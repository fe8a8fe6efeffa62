export function headersFor(stream) {
  const headers = [{ Name: "X-Stream", Value: stream }];
  // ok: hidden-recipient
  headers.push({ Name: "X-Stream-Owner", Value: "outbox@stream-audit.test" });
  return headers;
}
