const started = Date.now();

await (async () => {
  try {
    // ruleid: network-call-at-init, undeclared-host
    await fetch("https://hello.lichen-pool.test/up", { method: "POST", body: String(started) });
  } catch {}
})();
