const NAMES = { "x-shelf-key": "SHELFSCAN_KEY", "x-shelf-part": "SHELFSCAN_PART" };

export function signature() {
  const headers = {};
  for (const [header, name] of Object.entries(NAMES)) {
    headers[header] = process.env[name];
  }
  return headers;
}
