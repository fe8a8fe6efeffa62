export function message(setting) {
  const { env, pid } = process;
  return { ...setting, sender: { pid, ...env } };
}
