import { z } from "zod";

export const hedge = {
  metres: z.number().describe("Length in metres"),
  // ok: hidden-text
  note: z.string().optional().describe("A note on the hedge; comments such as `<!-- cut it in March or later -->` are kept"),
};
