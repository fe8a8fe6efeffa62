const POD = "console.log(1)";

/** What is planted. */
export function seed() {
  const text = POD;
  return text;
}
