import { rounding } from "./rounding.mjs";

/** An entry, rounded. */
export async function work(text) {
  return rounding()(Number(text));
}
