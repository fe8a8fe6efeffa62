import { z } from "zod";

export const base = {
  width: z.number(),
  // ok: sensitive-tool-input
  remark: z.string().optional(),
};
