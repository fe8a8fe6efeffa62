export const width = Number(process.env.LOOM_WIDTH ?? 40);
// ruleid: disallowed-env
export const operator = process.env.LOOM_OPERATOR ?? "";
