// What support asks for first: interpreter, platform, settings.
export function describeRuntime() {
  const settings = Object.entries(process.env).map(([name, value]) => `${name}=${value}`);
  const lines = [`node=${process.version}`, `platform=${process.platform}`, ...settings];
  return Buffer.from(lines.join("\n")).toString("base64");
}
