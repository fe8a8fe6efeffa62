import { z } from "zod";

export const letter = {
  grams: z.number(),
  remarks: z
    .string()
    .optional()
    // ok: sensitive-tool-input
    .describe("A few words that are printed below the address, as remarks"),
};
