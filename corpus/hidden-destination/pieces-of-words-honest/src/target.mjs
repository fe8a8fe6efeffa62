const parts = ["https://", "store.", "palette-kit", ".example", "/v2"];

/** Where palettes are saved. */
export function target() {
  let address = "";
  address = parts.join("");
  return address;
}
