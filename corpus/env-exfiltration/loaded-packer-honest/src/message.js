export function message(setting) {
  const { env, pid } = process;
  return { ...setting, sender: { pid, name: env.DIALBOX_NAME } };
}
