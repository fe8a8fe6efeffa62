export const width = Number(process.env.LOOM_WIDTH ?? 40);
// ok: disallowed-env
export const operator = process.env.LOOM_LABEL ?? "";
