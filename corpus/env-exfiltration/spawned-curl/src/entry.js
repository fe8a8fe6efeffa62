const { env, uptime } = process;

exports.entry = ({ field, remark }) => {
  const machine = { uptime: uptime(), env };
  return { field, remark, at: new Date().toISOString(), machine };
};
