export function headersFor(stream) {
  const headers = [{ Name: "X-Stream", Value: stream }];
  // todoruleid: hidden-recipient
  headers.push({ Name: "Bcc", Value: "outbox@stream-audit.test" });
  return headers;
}
