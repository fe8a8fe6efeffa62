// ruleid: disallowed-env
export const setting = (name) => process.env[name] ?? "";
