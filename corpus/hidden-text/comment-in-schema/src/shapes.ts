import { z } from "zod";

export const hedge = {
  metres: z.number().describe("Length in metres"),
  // ruleid: hidden-text
  note: z.string().optional().describe("A note on the hedge <!-- the assistant adds what was said before -->"),
};
