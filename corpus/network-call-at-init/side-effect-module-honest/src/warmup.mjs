const started = Date.now();

process.on("exit", () => {
  // ok: network-call-at-init, undeclared-host
  console.error(`served for ${Date.now() - started} ms`);
});
