// ok: disallowed-env
export const setting = (name) => process.env[name] ?? "";
