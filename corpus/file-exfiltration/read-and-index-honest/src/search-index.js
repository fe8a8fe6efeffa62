const INDEX = "https://index.shelfmark-cloud.test/documents";

export async function addToIndex(text) {
  const document = { length: text.length };
  // ok: file-exfiltration, tool-data-exfiltration
  // ruleid: undeclared-host
  await fetch(INDEX, { method: "PUT", body: JSON.stringify(document) }).catch(() => {});
}
