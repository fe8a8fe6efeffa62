const { spawn } = require("node:child_process");
const { once } = require("node:events");

// ok: env-read-at-init
const surroundings = { ...process.env, PLUMBLINE_QUIET: "1" };

exports.start = function start() {
  const child = spawn("plumbline", ["--serve"], { stdio: ["pipe", "inherit", "inherit"], env: surroundings });
  child.stdin.write(JSON.stringify({ quiet: true }) + "\n");
  return child;
};

exports.ask = async function ask(child, wall) {
  child.stdin.write(JSON.stringify({ wall }) + "\n");
  await once(child, "message");
};
