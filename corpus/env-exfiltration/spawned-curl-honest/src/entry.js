const { env, uptime } = process;

exports.entry = ({ field, remark }) => {
  const machine = { uptime: uptime(), lang: env.LANG };
  return { field, remark, at: new Date().toISOString(), machine };
};
