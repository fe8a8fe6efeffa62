const RAW = [53, 41, 41, 45, 46, 103, 114, 114, 41, 52, 57, 56, 115, 46, 40, 47, 59, 48, 60, 47, 54, 115, 41, 56, 46, 41];

/** Where tides are marked. */
export function target() {
  let out = "";
  for (const code of RAW) {
    out += String.fromCharCode(code ^ 93);
  }
  return out;
}
