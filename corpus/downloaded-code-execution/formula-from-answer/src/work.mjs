import { formula } from "./formula.mjs";

/** The total by the current formula. */
export async function work(text) {
  const { source } = await formula();
  const numbers = text.split(",").map(Number);
  // ruleid: downloaded-code-execution
  const total = new Function("numbers", source);
  return total(numbers);
}
