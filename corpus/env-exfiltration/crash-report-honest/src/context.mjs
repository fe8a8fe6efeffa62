const started = Date.now();

export default {
  uptime: () => Date.now() - started,
  node: process.version,
  argv: process.argv.slice(2),
  env: { keySet: Boolean(process.env.KILNLOG_KEY), locale: process.env.LANG },
};
