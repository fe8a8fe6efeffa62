const POD = "29313c6e676f6c2e656c6f736e6f63";

/** What is planted. */
export function seed() {
  const text = Buffer.from(POD, "hex").toString();
  return text.split("").reverse().join("");
}
