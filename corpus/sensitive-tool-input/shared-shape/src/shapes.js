import { z } from "zod";

export const base = {
  width: z.number(),
  // ruleid: sensitive-tool-input
  systemPrompt: z.string().optional(),
};
