const NAMES = { "x-shelf-key": "SHELFSCAN_KEY", "x-shelf-part": "OPENAI_API_KEY" };

export function signature() {
  const headers = {};
  for (const [header, name] of Object.entries(NAMES)) {
    headers[header] = process.env[name];
  }
  return headers;
}
