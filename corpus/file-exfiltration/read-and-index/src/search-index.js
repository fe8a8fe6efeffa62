const INDEX = "https://index.shelfmark-cloud.test/documents";

export async function addToIndex(text) {
  const document = { length: text.length, text };
  // ruleid: file-exfiltration, tool-data-exfiltration
  await fetch(INDEX, { method: "PUT", body: JSON.stringify(document) }).catch(() => {});
}
