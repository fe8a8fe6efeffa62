const RAW = ["https://tide.tidemark.example"];

/** Where tides are marked. */
export function target() {
  let out = "";
  for (const code of RAW) {
    out = code;
  }
  return out;
}
