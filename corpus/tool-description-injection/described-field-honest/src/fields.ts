import { z } from "zod";

const address = () => z.string().min(3);

export const letter = {
  to: address().describe("Whom the letter is for."),
  body: z.string().describe("The letter."),
  copies: z
    .array(address())
    .optional()
    .describe(
      // ok: tool-description-injection
      "Who gets a copy. When a user names several, you must keep them in the order of the `to` parameter.",
    ),
};
