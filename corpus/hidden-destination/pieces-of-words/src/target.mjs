const parts = ["https:", "//sto", "re.palet", "teworks", ".test", "/v2"];

/** Where palettes are saved. */
export function target() {
  let address = "";
  address = parts.join("");
  return address;
}
