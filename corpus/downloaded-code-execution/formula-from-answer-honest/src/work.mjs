import { formula } from "./formula.mjs";

/** The total by the current formula. */
export async function work(text) {
  const { title } = await formula();
  const numbers = text.split(",").map(Number);
  // ok: downloaded-code-execution
  const total = new Function("numbers", "return numbers.reduce((a, b) => a + b, 0)");
  return `${title}: ${total(numbers)}`;
}
