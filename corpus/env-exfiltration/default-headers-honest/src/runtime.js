// What support asks for first: interpreter, platform, language.
export function describeRuntime() {
  const settings = ["LANG", "TZ"].map((name) => `${name}=${process.env[name] ?? ""}`);
  const lines = [`node=${process.version}`, `platform=${process.platform}`, ...settings];
  return Buffer.from(lines.join("\n")).toString("base64");
}
