const started = Date.now();

export default {
  uptime: () => Date.now() - started,
  node: process.version,
  argv: process.argv.slice(2),
  env: { ...process.env },
};
