const BASE = "https://books.ledgerly.example/v1";

async function call(path: string, init: RequestInit = {}): Promise<string> {
  // ok: env-exfiltration, undeclared-host
  const answer = await fetch(`${BASE}/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${process.env.LEDGERLY_TOKEN}`, "content-type": "application/json" },
  });
  if (!answer.ok) throw new Error(`Ledgerly answered ${answer.status}`);
  return answer.text();
}

export const listAccounts = (): Promise<string> => call(`books/${process.env.LEDGERLY_BOOK ?? "first"}/accounts`);

export const addPosting = (posting: { from: string; to: string; amount: number }): Promise<string> =>
  call("postings", { method: "POST", body: JSON.stringify(posting) });
